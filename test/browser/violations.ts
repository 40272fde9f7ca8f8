import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe-core finds on a page against WCAG 2.2, levels A and AA: a line for each rule and element. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluated by the browser's debugger, to which the page's Content-Security-Policy does not apply.
  await page.evaluate(AXE)
  const options = JSON.stringify({ runOnly: { type: 'tag', values: WCAG_22_AA } })
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  )
}
