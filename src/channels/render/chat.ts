import type { Activity, Attachment, CardAction } from 'botbuilder'
import type { Say } from '../../conversation/ask.js'
import type { Words } from '../../words/words.js'

/**
 * What is said in a chat, its attachments and its buttons as messages. Teams and others show no suggested actions on a
 * message that has an attachment, so the attachments come ahead of it.
 */
export function chatMessages(
  common: Partial<Activity>,
  text: string,
  attachments: Attachment[],
  actions: CardAction[],
): Partial<Activity>[] {
  const spoken: Partial<Activity> = { ...common, type: 'message', text, speak: text, textFormat: 'plain' }
  if (actions.length === 0) return [attachments.length === 0 ? spoken : { ...spoken, attachments }]
  const asked = { ...spoken, suggestedActions: { actions, to: [] } }
  return attachments.length === 0 ? [asked] : [{ ...common, type: 'message', attachments }, asked]
}

/** A button for a link that is given once: a chat that shows text as it is leaves nothing in it to click. */
export function linkCards(say: Say[], words: Words): Attachment[] {
  const urls = say.flatMap(({ once }) => once?.['url'] ?? [])
  return urls.map((url) => ({
    contentType: 'application/vnd.microsoft.card.hero',
    content: { buttons: [{ type: 'openUrl', title: words.say('option.signIn'), value: url }] },
  }))
}
