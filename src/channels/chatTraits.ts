import type { ChannelTraits } from '../conversation/turn.js'

/** What the pairing page calls the Bot Framework's channels; others go by their id. */
const LABELS: Record<string, string> = {
  emulator: 'Bot Framework Emulator',
  msteams: 'Microsoft Teams',
  slack: 'Slack',
  facebook: 'Messenger',
  telegram: 'Telegram',
}

/** Names that say more than a chat may claim: our own channels, and the API, whose checks allow changes. */
const OURS = ['api', 'web', 'webchat', 'sms', 'voice', 'call']

/** A Bot Framework channel by its id. @param onThisMachine between the Emulator and us a key passes through no one else. */
export function traitsOf(channelId: string, onThisMachine: boolean): ChannelTraits {
  return {
    name: OURS.includes(channelId) ? `chat:${channelId}` : channelId,
    label: Object.hasOwn(LABELS, channelId) ? (LABELS[channelId] ?? channelId) : channelId,
    signIn: 'link',
    showsKeys: onThisMachine,
  }
}
