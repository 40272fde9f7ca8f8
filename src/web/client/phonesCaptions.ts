import { element } from './element.js'
import type { CaptionView } from './phonesWire.js'

const WHO = { agency: 'The agency: ', phone: 'You: ', network: '' }

/** A caption as a line. */
export function captionItem({ who, text, language, speaking }: CaptionView): HTMLElement {
  const item = element('p', { class: `caption from-${who}` })
  item.lang = language
  item.classList.toggle('speaking', speaking)
  item.append(element('span', { class: 'unseen' }, WHO[who]), text)
  return item
}

/** The captions of the call that goes on: lines are added, the last ones may still change. */
export class Captions {
  private call: string | undefined

  constructor(private readonly list: HTMLElement) {}

  /** Draws them, and keeps the newest in view. */
  update(sid: string, captions: CaptionView[]): void {
    if (sid !== this.call) this.list.replaceChildren()
    this.call = sid
    captions.forEach((caption, place) => {
      const item = this.list.children[place]
      if (item === undefined) this.list.append(captionItem(caption))
      else {
        item.classList.toggle('speaking', caption.speaking)
        const line = item.lastChild
        if (line !== null && line.textContent !== caption.text) line.textContent = caption.text
      }
    })
    this.list.scrollTop = this.list.scrollHeight
  }
}
