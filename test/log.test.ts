import { expect } from 'chai'
import { openLog } from '../src/log.js'

describe('the log', () => {
  const error = Object.assign(new Error('code 007419 is wrong'), { code: 'P2010', entered: '007419' })

  const calls: [string, (log: ReturnType<typeof openLog>) => void][] = [
    ['with words', (log) => log.error({ err: error }, 'request failed')],
    ['without', (log) => log.error({ err: error })],
    ['bare', (log) => log.error(error)],
    ['with a cause', (log) => log.error({ err: new Error('outer 007419', { cause: error }) }, 'request failed')],
  ]
  for (const [how, call] of calls) {
    it(`names an error and where it rose, never what it says: ${how}`, () => {
      const lines: string[] = []
      call(openLog('info', { write: (line) => void lines.push(line) }))
      expect(lines).to.have.length(1)
      expect(lines[0]).to.contain('log.test.ts').and.not.to.contain('007419')
    })
  }
})
