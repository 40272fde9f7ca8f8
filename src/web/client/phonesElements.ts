import { element } from './element.js'

/** An element of the page by id. @throws {Error} when the page has none such: page and script don't fit. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  return checked(document.getElementById(id), kind, id)
}

/** The part of an element that `data-part` names. */
export function part<Kind extends HTMLElement>(root: ParentNode, name: string, kind: new () => Kind): Kind {
  return checked(root.querySelector(`[data-part="${name}"]`), kind, name)
}

/** A copy of a template's one element. */
export function copyOf(templateId: string): HTMLElement {
  const { content } = byId(templateId, HTMLTemplateElement)
  return checked(document.importNode(content, true).firstElementChild, HTMLElement, templateId)
}

/** Puts text into an element, with its addresses as links that tell the other side nothing. */
export function linked(into: HTMLElement, text: string): void {
  into.replaceChildren(
    ...text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/).map((piece, index) => {
      if (index % 2 === 0) return piece
      return element('a', { href: piece, target: '_blank', rel: 'noopener noreferrer' }, piece)
    }),
  )
}

/** A number for the eye: a North American one in its groups, others as they are. */
export function pretty(number: string): string {
  return number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3')
}

/** The hour and minute of a time in ISO 8601, as this browser's owner writes them. */
export function clock(at: string): string {
  return new Date(at).toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' })
}

function checked<Kind extends Element>(found: Element | null, kind: new () => Kind, name: string): Kind {
  if (found instanceof kind) return found
  throw new Error(`the page has no ${name}`)
}
