import type { Activity, Attachment, CardAction } from 'botbuilder'
import { create, toDataURL } from 'qrcode'
import type { Ask, Utterance } from '../../conversation/ask.js'
import type { BotData, Choice, PageAsk, Slip } from '../../web/client/wire.js'
import type { Words } from '../../words/words.js'
import type { Conversing } from '../conversing.js'
import { chatMessages, linkCards } from './chat.js'
import { Filling } from './sentence.js'

/** How an utterance is rendered. */
export interface Rendering {
  words: Words
  reveal: Conversing['reveal']
  /** Its ask waits for a reply. Only then are numbers, keys and the QR picture in it, and only then can it be answered. */
  live: boolean
  /** `page`: our chat page, which draws a form for the ask. `chat`: the Emulator and the like, by suggested actions. */
  on: 'page' | 'chat'
}

/**
 * Renders an utterance as Bot Framework activities: one message for our page, one or two for a chat, and none where nothing
 * is to be said or seen.
 */
export async function activitiesOf(utterance: Utterance, rendering: Rendering): Promise<Partial<Activity>[]> {
  const filling = new Filling(rendering.words, rendering.reveal, rendering.live)
  const ask = rendering.live ? utterance.ask : undefined
  const sentences = await Promise.all(utterance.say.map((say) => filling.sentence(say)))
  const attachments = await qrOf(ask, filling, rendering)
  const common: Partial<Activity> = {
    locale: rendering.words.locale,
    inputHint: ask === undefined ? 'acceptingInput' : 'expectingInput',
  }
  if (rendering.on === 'chat') {
    if (sentences.length === 0) return []
    const actions = ask === undefined ? [] : await buttons(ask, filling)
    attachments.push(...linkCards(utterance.say, rendering.words))
    return chatMessages(common, sentences.join('\n').replace(/\n+/g, '\n'), attachments, actions)
  }
  const text = sentences.join('\n\n')
  const channelData: BotData = {
    ...(ask === undefined ? {} : { ask: await pageAsk(ask, filling) }),
    ...slipIn(utterance, sentences),
    ...(utterance.signal === undefined ? {} : { signal: utterance.signal }),
  }
  if (text === '' && Object.keys(channelData).length === 0) return []
  return [
    {
      ...common,
      ...(text === '' ? { type: 'event' } : { type: 'message', text, speak: text }),
      ...(attachments.length === 0 ? {} : { attachments }),
      textFormat: 'markdown',
      channelData,
    },
  ]
}

/** Sections of the words that say why an answer was not taken; *wait* was understood. */
const SLIP = /^(unclear|check|refused)\.(?!wait$)/

/** What an utterance says of the answer before it, for the field that the answer was typed into. */
function slipIn({ ask, say }: Utterance, sentences: string[]): { slip?: Slip } {
  const found = say.map(({ key }) => SLIP.exec(key)?.[1] as Slip['is'] | undefined)
  const is = found.find((one) => one !== undefined)
  if (ask !== undefined || is === undefined) return {}
  return { slip: { is, text: sentences.filter((_, index) => found[index] !== undefined).join(' ') } }
}

/** The ask as our page draws it. The time of the next code is relative: clocks of browsers are often off. */
async function pageAsk(ask: Ask, filling: Filling): Promise<PageAsk> {
  const otpauthUri = await filling.otpauthUri(ask.linking?.factorId)
  const newCodeAt = ask.code?.newCodeAt
  return {
    id: ask.id,
    name: ask.name,
    kind: ask.kind,
    options: await choices(optionsOf(ask), filling),
    many: ask.many === true,
    actions: await choices(ask.actions ?? [], filling),
    ...(ask.length === undefined ? {} : { length: ask.length }),
    ...(ask.code === undefined ? {} : { via: ask.code.via }),
    ...(ask.country === undefined ? {} : { country: ask.country }),
    ...(newCodeAt === undefined ? {} : { newCodeIn: Math.max(0, Date.parse(newCodeAt) - Date.now()) }),
    ...(otpauthUri === undefined ? {} : { otpauthUri }),
  }
}

async function buttons(ask: Ask, filling: Filling): Promise<CardAction[]> {
  const titles = await choices([...optionsOf(ask), ...(ask.actions ?? [])], filling)
  return titles.map(({ title }) => ({ type: 'imBack', title, value: title }))
}

function optionsOf(ask: Ask): { id: string; factorId?: string }[] {
  return ask.kind === 'confirm' ? [{ id: 'yes' }, { id: 'no' }] : (ask.options ?? [])
}

function choices(options: { id: string; factorId?: string }[], filling: Filling): Promise<Choice[]> {
  return Promise.all(options.map(async (option) => ({ id: option.id, title: await filling.title(option) })))
}

/** Modules of white that scanners look for around a code (ISO/IEC 18004). */
const QUIET_ZONE = 4

/**
 * The QR picture. The Emulator shows the middle of a picture, twice as wide as it is high: there the code with its quiet
 * zone is half as high as the picture.
 */
async function qrOf(ask: Ask | undefined, filling: Filling, { words, on }: Rendering): Promise<Attachment[]> {
  const uri = await filling.otpauthUri(ask?.linking?.factorId)
  if (uri === undefined) return []
  const shape = { errorCorrectionLevel: 'M' } as const
  const { size } = create(uri, shape).modules
  const margin = on === 'page' ? QUIET_ZONE : Math.ceil(size / 2) + 2 * QUIET_ZONE
  const contentUrl = await toDataURL(uri, { ...shape, margin, scale: 8 })
  return [{ contentType: 'image/png', contentUrl, name: words.say('chat.qr') }]
}
