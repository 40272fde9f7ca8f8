import { button, element } from './element.js'
import { typed, type Sent } from './entry.js'
import type { Sayings } from './sayings.js'
import type { PageAsk, PageConfig, PageValue } from './wire.js'

/** What the fields of a form come to: what is sent, or the key of what is said because something is missing. */
export type Filled = Sent | { missing: string }

/** A form for one kind of ask. */
export interface Fields {
  parts: HTMLElement[]
  /** What its submit button sends; without, each of its buttons sends by itself. */
  read?: () => Filled
  /** The field that takes words too: Web Chat's send box is hidden meanwhile. */
  input?: HTMLInputElement
  /** Stands beside it. */
  select?: HTMLSelectElement
}

/** The form for an ask. */
export function fieldsFor(
  ask: PageAsk,
  sayings: Sayings,
  countries: PageConfig['countries'],
  send: (sent: Sent) => void,
): Fields {
  if (ask.kind === 'digits') return digits(ask, sayings)
  if (ask.kind === 'phone') return phone(ask, sayings, countries)
  return ask.many ? many(ask, sayings) : one(ask, send)
}

/** One of several: a button each. Where only what stands beside the question is left, nothing. */
function one(ask: PageAsk, send: (sent: Sent) => void): Fields {
  const buttons = ask.options.map(({ id, title }) => {
    const made = button(title, 'first', () => send(chosen(ask, title, ask.kind === 'confirm' ? id === 'yes' : id)))
    // A language is named in itself.
    if (ask.name === 'locale') made.lang = id
    return made
  })
  return { parts: buttons.length === 0 ? [] : [element('div', { class: 'buttons' }, ...buttons)] }
}

/** Several at once: check boxes. */
function many(ask: PageAsk, sayings: Sayings): Fields {
  const boxes = ask.options.map(({ id, title }) => ({
    title,
    box: element('input', { type: 'checkbox', name: ask.name, value: id }),
  }))
  const labels = boxes.map(({ box, title }) => element('label', { class: 'check' }, box, element('span', {}, title)))
  return {
    parts: [element('div', { class: 'checks' }, ...labels), submit(sayings.say('continue'))],
    read() {
      const picked = boxes.filter(({ box }) => box.checked)
      if (picked.length === 0) return { missing: 'chooseSome' }
      return chosen(
        ask,
        picked.map(({ title }) => title).join(', '),
        picked.map(({ box }) => box.value),
      )
    },
  }
}

/** A code. One field, so that a phone can fill it in and a paste works. */
function digits(ask: PageAsk, sayings: Sayings): Fields {
  const input = element('input', {
    id: 'code',
    name: 'code',
    class: 'code',
    type: 'text',
    inputmode: 'numeric',
    pattern: '[0-9]*',
    autocomplete: 'one-time-code',
    autocapitalize: 'off',
    spellcheck: 'false',
    'aria-describedby': 'code-hint form-error',
  })
  return {
    parts: [
      field(
        input,
        sayings.say('code'),
        sayings.say(ask.via === 'sms' || ask.via === 'mail' ? 'codeHint' : 'codeDigits', {
          count: String(ask.length ?? 6),
        }),
        submit(sayings.say('verify')),
      ),
    ],
    read: () => entered(ask, input, 'enterCode'),
    input,
  }
}

/** A phone number: its country by name, and the number, or a whole sentence. */
function phone(ask: PageAsk, sayings: Sayings, countries: PageConfig['countries']): Fields {
  const names = countries
    .map(({ code, calling }) => ({ code, name: `${sayings.countryName(code)} (+${calling})` }))
    .sort((a, b) => a.name.localeCompare(b.name, sayings.locale))
  const select = element(
    'select',
    { id: 'country', name: 'country', autocomplete: 'country' },
    ...names.map(({ code, name }) => element('option', { value: code, selected: code === ask.country }, name)),
  )
  const input = element('input', {
    id: 'number',
    name: 'number',
    type: 'tel',
    autocomplete: 'tel',
    'aria-describedby': 'number-hint form-error',
  })
  return {
    parts: [
      field(select, sayings.say('country')),
      field(input, sayings.say('number'), sayings.say('numberHint')),
      submit(sayings.say('continue')),
    ],
    read: () => entered(ask, input, 'enterNumber', select.value),
    input,
    select,
  }
}

function submit(title: string): HTMLButtonElement {
  return element('button', { type: 'submit' }, title)
}

/** A control with its label, its hint where it has one (`aria-describedby` names it), and a button on the same line. */
function field(
  control: HTMLInputElement | HTMLSelectElement,
  label: string,
  hint?: string,
  beside?: HTMLButtonElement,
): HTMLElement {
  const { id } = control
  return element(
    'div',
    { class: 'field' },
    element('label', { for: id }, label),
    ...(hint === undefined ? [] : [element('p', { class: 'hint', id: `${id}-hint` }, hint)]),
    beside === undefined ? control : element('div', { class: 'entry' }, control, beside),
  )
}

function entered(ask: PageAsk, input: HTMLInputElement, missing: string, country?: string): Filled {
  return input.value.trim() === '' ? { missing } : typed(ask, input.value, country)
}

function chosen(ask: PageAsk, text: string, value: PageValue['values'][string]): Sent {
  return { text, value: { ask: ask.id, values: { [ask.name]: value } } }
}
