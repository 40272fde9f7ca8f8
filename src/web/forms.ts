import { html } from 'hono/html'
import { problem, type Answer, type Incoming } from '../http/route.js'
import type { Words } from '../words/words.js'
import type { Html } from './layout.js'

/** Why a form was not taken, in the resident's words. */
export interface FormError {
  status: number
  /** Stable, for programs. */
  code: string
  message: string
  /** The field that it is about; undefined: the form as a whole. */
  field?: string
  /** Seconds. */
  retryAfter?: number
}

/** Whether a browser's form sent this, and a page is to answer; else JSON does. */
export function fromForm(incoming: Incoming): boolean {
  return /^application\/x-www-form-urlencoded/i.test(incoming.headers['content-type'] ?? '')
}

/** An error as the sender understands it: the page with the form again, or JSON. */
export async function refused(
  incoming: Incoming,
  error: FormError,
  again: (error: FormError) => Promise<Answer>,
): Promise<Answer> {
  const json = problem(error.status, error.code, error.message, error.retryAfter)
  if (!fromForm(incoming)) return json
  const shown = await again(error)
  return { ...shown, status: error.status, headers: { ...json.headers, ...shown.headers } }
}

/** How long to wait, as a sentence: whole minutes from a minute on. */
export function waitWords(words: Words, key: string, retryAfter = 60): string {
  const [unit, count] = retryAfter < 60 ? ['seconds', Math.max(1, retryAfter)] : ['minutes', Math.ceil(retryAfter / 60)]
  return words.say(`${key}_${unit}`, { count })
}

/** A labelled input, with its hint and what is wrong with it; the first wrong one has the focus. */
export function field(
  input: {
    id: string
    name: string
    type: 'email' | 'password' | 'text'
    label: string
    autocomplete: string
    hint?: string
    value?: string
    /** Six digits: a number pad, and larger. */
    code?: boolean
    focus?: boolean
  },
  error: FormError | undefined,
): Html {
  const wrong = error?.field === input.name
  const described = [wrong && `${input.id}-error`, input.hint && `${input.id}-hint`].filter(Boolean).join(' ')
  return html`<div class="field">
    <label for="${input.id}">${input.label}</label>
    ${input.hint === undefined ? '' : html`<p class="hint" id="${input.id}-hint">${input.hint}</p>`}
    ${wrong ? html`<p class="error" id="${input.id}-error">${error.message}</p>` : ''}
    <input
      id="${input.id}"
      name="${input.name}"
      type="${input.type}"
      autocomplete="${input.autocomplete}"
      value="${input.value ?? ''}"
      ${described === '' ? '' : html`aria-describedby="${described}"`}
      ${wrong ? html`aria-invalid="true"` : ''}
      ${wrong || (input.focus === true && error === undefined) ? 'autofocus' : ''}
      ${input.code === true ? html`class="code" inputmode="numeric"` : ''}
      ${input.type === 'email' ? SPELLED : ''}
      required
    />
  </div>`
}

/** Telephones capitalise and correct what is typed. */
const SPELLED = html`autocapitalize="none" spellcheck="false"`

/** What is wrong with the form as a whole. */
export function formError(error: FormError | undefined): Html | '' {
  if (error === undefined || error.field !== undefined) return ''
  return html`<div class="notice urgent" role="alert" tabindex="-1" autofocus>${error.message}</div>`
}
