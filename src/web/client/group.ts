import { element } from './element.js'

/**
 * Controls that are closed together while an answer is on its way. They refuse and say so (`aria-disabled` counts for what
 * is inside), but are not disabled: a disabled control drops the focus, and with it the place of who uses the keyboard.
 */
export class Group {
  readonly root = element('fieldset', { class: 'plain', tabindex: '-1' })

  get closed(): boolean {
    return this.root.hasAttribute('aria-disabled')
  }

  close(): void {
    this.root.setAttribute('aria-disabled', 'true')
  }

  open(): void {
    this.root.removeAttribute('aria-disabled')
  }
}
