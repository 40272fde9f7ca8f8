const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g

/** A message's text as HTML: paragraphs, line breaks, and addresses as links. Everything else is text. */
export function linkify(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.split('\n').map(line).join(' <br>')}</p>`)
    .join('')
}

function line(text: string): string {
  let html = ''
  let end = 0
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    html += escape(text.slice(end, index))
    html += `<a href="${escape(address)}" target="_blank" rel="noopener noreferrer">${escape(address)}</a>`
    end = index + address.length
  }
  return html + escape(text.slice(end))
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
