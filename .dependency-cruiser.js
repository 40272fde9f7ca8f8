/** The arrows of docs/architecture.md: channels → conversation, dialogs → factors, accounts → store. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(src|dialogs)/', pathNot: [from, ...allowed] },
})
const LEAVES = ['^src/(root|outcome|fault|log)\\.ts$', '^src/words/', '^src/generated/']

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphan',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(src|dialogs)/',
        pathNot: '^src/((index|rotateKeys)\\.ts$|generated/|web/client/)',
      },
      to: {},
    },
    {
      name: 'nothing-of-developing',
      severity: 'error',
      from: { path: '^(src|dialogs)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    only('words-are-a-leaf', '^src/words/', ['^src/root\\.ts$']),
    only('store-knows-no-one', '^src/store/', LEAVES),
    only('factors-know-the-store', '^src/factors/', [...LEAVES, '^src/store/']),
    only('accounts-know-factors-and-mail', '^src/accounts/', [
      ...LEAVES,
      '^src/store/',
      '^src/factors/',
      '^src/mail/mail\\.ts$',
    ]),
    only('conversation-knows-no-channel', '^src/conversation/', [
      ...LEAVES,
      '^src/(store|factors|accounts)/',
      '^dialogs/',
    ]),
    only('dialogs-know-no-channel', '^dialogs/', [
      ...LEAVES,
      '^src/(conversation|factors|accounts)/',
      '^src/config\\.ts$',
    ]),
    only('telephony-knows-no-channel', '^src/telephony/', [
      ...LEAVES,
      '^src/(store|factors|http)/',
      '^src/config\\.ts$',
    ]),
    {
      name: 'the-carrier-of-development-stands-alone',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/devCarrier/', '^src/(app|compose|index)\\.ts$'] },
      to: { path: '^src/devCarrier/' },
    },
    {
      name: 'botbuilder-in-three-places',
      severity: 'error',
      from: {
        path: '^(src|dialogs)/',
        pathNot: ['^dialogs/', '^src/channels/', '^src/conversation/bot\\.ts$'],
      },
      to: { path: 'node_modules/botbuilder' },
    },
    {
      name: 'the-core-knows-no-transport',
      severity: 'error',
      from: { path: '^src/(factors|accounts|store|words)/' },
      to: { path: 'node_modules/(botbuilder|botframework|restify|twilio|ws)' },
    },
    {
      name: 'twilio-in-telephony',
      severity: 'error',
      from: { path: '^(src|dialogs)/', pathNot: ['^src/(telephony|devCarrier)/'] },
      to: { path: 'node_modules/twilio' },
    },
    {
      name: 'restify-in-http',
      severity: 'error',
      from: { path: '^(src|dialogs)/', pathNot: ['^src/http/', '^src/(app|compose|index)\\.ts$'] },
      to: { path: 'node_modules/restify' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^src/web/client/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
