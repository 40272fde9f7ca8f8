import { expect } from 'chai'
import { traitsOf } from '../../src/channels/chatTraits.js'

describe('a chat’s traits', () => {
  it('never bear the name of a channel of ours, nor the API’s', () => {
    for (const id of ['api', 'webchat', 'sms', 'voice']) expect(traitsOf(id, true).name).to.equal(`chat:${id}`)
    expect(traitsOf('emulator', true).name).to.equal('emulator')
  })

  it('call a chat by the name that residents know', () => {
    expect(traitsOf('msteams', false).label).to.equal('Microsoft Teams')
    expect(traitsOf('toString', false).label).to.equal('toString')
  })
})
