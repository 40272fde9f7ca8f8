import type { Activity, Attachment, CardAction } from 'botbuilder'
import { toDataURL } from 'qrcode'
import type { Ask, Utterance } from '../../conversation/ask.js'
import type { BotData, Choice, PageAsk } from '../../web/client/wire.js'
import type { Words } from '../../words/words.js'
import type { Conversing } from '../conversing.js'
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

/** Renders an utterance as Bot Framework activities: one message, or nothing where nothing is to be said or seen. */
export async function activitiesOf(utterance: Utterance, rendering: Rendering): Promise<Partial<Activity>[]> {
  const filling = new Filling(rendering.words, rendering.reveal, rendering.live)
  const ask = rendering.live ? utterance.ask : undefined
  const text = (await Promise.all(utterance.say.map((say) => filling.sentence(say)))).join('\n\n')
  const attachments = await qrOf(ask, filling, rendering.words)
  const common: Partial<Activity> = {
    type: text === '' ? 'event' : 'message',
    locale: rendering.words.locale,
    inputHint: ask === undefined ? 'acceptingInput' : 'expectingInput',
    ...(text === '' ? {} : { text, speak: text }),
    ...(attachments.length === 0 ? {} : { attachments }),
  }
  if (rendering.on === 'chat') {
    if (text === '') return []
    const actions = ask === undefined ? [] : await buttons(ask, filling)
    return [
      { ...common, textFormat: 'plain', ...(actions.length === 0 ? {} : { suggestedActions: { actions, to: [] } }) },
    ]
  }
  const channelData: BotData = {
    ...(ask === undefined ? {} : { ask: await pageAsk(ask, filling) }),
    ...(utterance.signal === undefined ? {} : { signal: utterance.signal }),
  }
  if (text === '' && Object.keys(channelData).length === 0) return []
  return [{ ...common, textFormat: 'markdown', channelData }]
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

async function qrOf(ask: Ask | undefined, filling: Filling, words: Words): Promise<Attachment[]> {
  const uri = await filling.otpauthUri(ask?.linking?.factorId)
  if (uri === undefined) return []
  // Four modules of white around it: scanners look for the quiet zone (ISO/IEC 18004).
  const contentUrl = await toDataURL(uri, { margin: 4, width: 480, errorCorrectionLevel: 'M' })
  return [{ contentType: 'image/png', contentUrl, name: words.say('chat.qr') }]
}
