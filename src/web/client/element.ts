/** Makes an element. An attribute that is `true` stands without a value, one that is `false` or undefined not at all. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | boolean | undefined> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value)
  }
  made.append(...children)
  return made
}

/** A button that does not submit a form; `site.css` has its looks. */
export function button(title: string, look: 'first' | 'second' | 'quiet', press: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: look }, title)
  made.addEventListener('click', press)
  return made
}

/** An element of the page itself. */
export function pagePart(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no #${id}`)
  return found
}
