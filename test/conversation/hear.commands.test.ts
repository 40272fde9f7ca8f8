import { itHears, type Row } from './asks.js'

const COMMANDS: Row[] = [
  ['methods', 'help', '/help'],
  ['number', 'HELP!', '/help'],
  ['code', '?', '/help'],
  ['code', 'what is this', '/help'],
  ['methods', 'I need help with the app', '/help'],
  ['methods', "what's the difference between the app and the phone?", '/help'],
  ['methods', 'what do I need', '/help need'],
  ['code', 'help with messages', '/help messages'],
  ['code', 'I want to contact an agency', '/help agency'],
  ['code', 'what are these accounts', '/help about'],
  ['code', 'feedback', '/help feedback'],
  ['number', 'back', '/back'],
  ['via', 'back', '/back'],
  ['code', 'can we go back please', '/back'],
  ['code', 'start over', '/startOver'],
  ['code', 'I want to start all over', '/startOver'],
  ['code', 'say that again', '/repeat'],
  ['code', 'sorry, what?', '/repeat'],
  ['methods', 'could you repeat the question', '/repeat'],
  ['code', 'change language', '/language'],
  ['code', 'en español', '/language es'],
  ['methods', 'in Spanish please', '/language es'],
  ['number', 'agent', '/person'],
  ['methods', 'let me speak to a representative', '/person'],
  ['sure', 'no, I want to talk to a real person', '/person'],
  ['code', 'sign out', '/signOut'],
  ['methods', 'go back and use my phone', 'methods phone'],
  ['code', 'STOP', '?no_digits 6'],
  ['methods', 'cancel', '?choice'],
  ['sure', 'END', '?confirm'],
  ['number', 'quit', '?phone'],
  ['code', 'unsubscribe', '?no_digits 6'],
  ['methods', '', '?nothing'],
  ['methods', '   \n', '?nothing'],
  ['sure', '...', '?nothing'],
]

describe('hear: commands, in English', () => {
  describe('commands', () => itHears('en', COMMANDS))
})
