import type { Page } from 'playwright-core'
import { PhonesPage } from './phonesPage.js'

/** Creates an account on the first page, with the code from the mailbox, which stays open in another tab. */
export async function createAccount(page: Page, email: string, password: string): Promise<PhonesPage> {
  const create = page.getByRole('region', { name: 'Create an account' })
  await create.getByLabel('E-mail address').fill(email)
  await create.getByLabel('Choose a password').fill(password)
  await create.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor()

  const [mailbox] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: 'open its mailbox' }).click(),
  ])
  const phones = new PhonesPage(mailbox)
  await page.getByLabel('Code').fill(await phones.mailedCode(email))
  await page.getByRole('button', { name: 'Continue' }).click()
  return phones
}

/** Signs in on the first page. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  const form = page.getByRole('region', { name: 'Sign in' })
  await form.getByLabel('E-mail address').fill(email)
  await form.getByLabel('Password').fill(password)
  await form.getByRole('button', { name: 'Sign in' }).click()
}
