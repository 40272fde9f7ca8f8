import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'chai'
import { believing, NotBelieved } from '../../src/channels/believing.js'

const faultOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (err: unknown) => err,
  )

describe('believing a sender', () => {
  it('waits for a run that believes, however long it takes', async () => {
    const run = async (believed: () => void) => {
      believed()
      await pause(60)
      return 'done'
    }
    expect(await believing(20, run)).to.equal('done')
  })

  it('waits no longer than the limit for a run that has not made up its mind', async () => {
    const never = new Promise<never>(() => undefined)
    expect(await faultOf(believing(20, () => never))).to.be.instanceOf(NotBelieved)
  })

  it('says why a run did not believe', async () => {
    const cause = new Error('no token')
    const fault = await faultOf(believing(1000, () => Promise.reject(cause)))
    expect(fault).to.be.instanceOf(NotBelieved).and.to.include({ cause })
  })

  it('leaves the faults of a run that believed as they are', async () => {
    const fault = new Error('database')
    const run = (believed: () => void) => {
      believed()
      return Promise.reject(fault)
    }
    expect(await faultOf(believing(1000, run))).to.equal(fault)
  })
})
