const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g

/** What is known of a message. */
export interface Told {
  /** The language that it is in. */
  locale?: string | undefined
  /** The agency's number. */
  phone?: string
}

/** A message's text as HTML: paragraphs, line breaks, and addresses and the agency's number as links. Everything else is text. */
export function linkify(text: string, { locale, phone }: Told = {}): string {
  const open = locale === undefined ? '<p>' : `<p lang="${escape(locale)}">`
  return text
    .split(/\n{2,}/)
    .map(
      (paragraph) =>
        `${open}${paragraph
          .split('\n')
          .map((one) => line(one, phone))
          .join(' <br>')}</p>`,
    )
    .join('')
}

function line(text: string, phone: string | undefined): string {
  let html = ''
  let end = 0
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    html += calling(text.slice(end, index), phone)
    html += `<a href="${escape(address)}" target="_blank" rel="noopener noreferrer">${escape(address)}</a>`
    end = index + address.length
  }
  return html + calling(text.slice(end), phone)
}

function calling(text: string, phone = ''): string {
  if (phone === '') return escape(text)
  const link = `<a class="phone" href="tel:${phone.replace(/[^+\d]/g, '')}">${escape(phone)}</a>`
  return text.split(phone).map(escape).join(link)
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
