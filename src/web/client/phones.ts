/** The page of the development carrier's phones: follows the server's events and draws what they tell. */
import { act } from './phonesApi.js'
import { PhoneCard } from './phonesCard.js'
import { byId, pretty } from './phonesElements.js'
import { addMail, showMails } from './phonesMail.js'
import { speakAloud } from './phonesSpeech.js'
import type { MailView, NetworkView, PhoneView } from './phonesWire.js'

const cards = new Map<string, PhoneCard>()
const phones = byId('phones', HTMLElement)

function update(phone: PhoneView): void {
  let card = cards.get(phone.number)
  if (card === undefined) {
    card = new PhoneCard(phone.number)
    cards.set(phone.number, card)
    phones.append(card.element)
  }
  card.update(phone)
  frame()
}

function remove(number: string): void {
  cards.get(number)?.element.remove()
  cards.delete(number)
  frame()
}

/** What is around the phones: the empty page's words, and the window's title, which rings along. */
function frame(): void {
  byId('no-phones', HTMLElement).hidden = cards.size > 0
  const ringing = [...cards].find(([, { rings }]) => rings)
  document.title = ringing === undefined ? 'Phones' : `☎ ${pretty(ringing[0])} is ringing`
}

function connection(state: 'open' | 'waiting'): void {
  const line = byId('connection', HTMLElement)
  if (line.dataset['state'] === state) return
  line.dataset['state'] = state
  line.textContent = state === 'open' ? 'Connected' : 'Reconnecting…'
}

function follow(): void {
  const events = new EventSource('/phones/events')
  const on = (name: string, handle: (data: unknown) => void): void =>
    events.addEventListener(name, ({ data }: MessageEvent<string>) => handle(JSON.parse(data)))
  on('network', (data) => {
    const network = data as NetworkView
    const there = new Set(network.phones.map(({ number }) => number))
    for (const number of cards.keys()) if (!there.has(number)) remove(number)
    network.phones.forEach(update)
    showMails(network.mails ?? [])
    connection('open')
    frame()
  })
  on('phone', (data) => update(data as PhoneView))
  on('closed', (data) => remove(data as string))
  on('mail', (data) => addMail(data as MailView))
  events.onerror = () => {
    connection('waiting')
    // A server that answers with an error ends the browser's own reconnecting.
    if (events.readyState === EventSource.CLOSED) setTimeout(follow, 2000)
  }
}

async function open(number: string): Promise<void> {
  const reply = await act(number, 'open')
  byId('open-problem', HTMLElement).textContent = reply.ok ? '' : reply.problem
  if (reply.ok) byId('open-number', HTMLInputElement).value = ''
}

byId('open', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault()
  const { value } = byId('open-number', HTMLInputElement)
  if (value.trim() !== '') void open(value)
})
byId('open-sample', HTMLButtonElement).addEventListener('click', () => {
  void open(byId('open-sample', HTMLButtonElement).dataset['number'] ?? '')
})
const sound = byId('sound', HTMLButtonElement)
sound.addEventListener('click', () => {
  const on = sound.getAttribute('aria-pressed') !== 'true'
  sound.setAttribute('aria-pressed', String(on))
  speakAloud(on)
})
follow()
