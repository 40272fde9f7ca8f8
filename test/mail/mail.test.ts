import { createServer, type AddressInfo } from 'node:net'
import { expect } from 'chai'
import { createMailer, openMailbox } from '../../src/mail/index.js'

describe('mail', () => {
  it('arrives in the development mailbox as it was sent, newest first', async () => {
    const mailbox = await openMailbox()
    const mailer = createMailer(mailbox.url, 'Ringback <no-reply@example.gov>')
    const heard: string[] = []
    const stop = mailbox.onMail(({ subject }) => heard.push(subject))
    const text = 'Hola:\n\nsu código es\n\n007419\n\nUna línea larga '.padEnd(1200, 'con espacios ').trimEnd()
    await mailer.send({ to: 'ana@example.org', subject: 'Su código – Ringback', text })
    stop()
    await mailer.send({ to: 'ben@example.org', subject: 'Second', text: '.\n.dots' })
    expect(heard).to.deep.equal(['Su código – Ringback'])
    const [second, first] = mailbox.list()
    expect(first).to.include({ to: 'ana@example.org', subject: 'Su código – Ringback', text })
    expect(second).to.include({ to: 'ben@example.org', text: '.\n.dots' })
    mailer.close()
    await mailbox.close()
  })

  it('puts nothing else into the header, whatever the address', async () => {
    const mailbox = await openMailbox()
    const mailer = createMailer(mailbox.url, 'no-reply@example.gov')
    const hostile = mailer.send({
      to: 'a@example.org\r\nBcc: b@example.org',
      subject: 'S\r\nBcc: c@example.org',
      text: '',
    })
    await hostile.catch(() => undefined)
    expect(mailbox.list().filter(({ to }) => /^[bc]@/.test(to))).to.deep.equal([])
    mailer.close()
    await mailbox.close()
  })

  it('fails when nobody takes it', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const mailer = createMailer(`smtp://127.0.0.1:${port}`, 'no-reply@example.gov')
    const sent = await mailer.send({ to: 'ana@example.org', subject: 'x', text: 'x' }).then(
      () => 'sent',
      () => 'failed',
    )
    expect(sent).to.equal('failed')
  })
})
