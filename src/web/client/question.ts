/**
 * What a message asks: its last paragraph, as a question comes last; not one that leads to other pages, such as the terms
 * under it. The form is named by it.
 */
export function questionIn(text: string): string {
  const paragraphs = text.split(/\n{2,}/)
  return paragraphs.filter((paragraph) => !paragraph.includes('://')).at(-1) ?? text
}
