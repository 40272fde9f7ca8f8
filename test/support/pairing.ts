import { expect } from 'chai'
import type { Emulator } from './emulator.js'
import type { Resident } from './town.js'
import type { Visitor } from './visitor.js'

/** The path of the sign-in link in an answer. */
export function linkIn(answer: string): string {
  const [link = ''] = /http\S+\/pair\/\S+/.exec(answer) ?? []
  return new URL(link).pathname
}

/** What the link's page says. */
export async function opens(visitor: Visitor, link: string): Promise<string> {
  return (await visitor.fetch(link)).text()
}

/** Opens a link and answers "Did you start this?". */
export async function answers(visitor: Visitor, link: string, answer: 'yes' | 'no'): Promise<Response> {
  expect(await opens(visitor, link)).to.match(/Did you start this\?/)
  return visitor.fetch(link, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ answer }).toString(),
  })
}

/** The code that the page shows once the visitor is signed in, in full. */
export async function pairingCode(visitor: Visitor): Promise<string> {
  const page = await opens(visitor, '/pair')
  const [, first, second] = /<strong class="big-code">(\d{3}) (\d{3})</.exec(page) ?? []
  expect(first, page).to.be.a('string')
  return `${first}${second}`
}

/** Signs a chat in as someone who makes an account for it. */
export async function pairs(chat: Emulator, resident: Resident): Promise<string> {
  await answers(resident, linkIn(await chat.joins()), 'yes')
  await resident.signUp()
  return chat.says(await pairingCode(resident))
}
