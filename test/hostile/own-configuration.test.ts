/** The bot's own settings as a means of attack: a change that turns its review off, and a base that cannot be read. */
import { expect } from 'vitest'
import { type HostileCase, hostileCases } from './hostile-cases.ts'
import { expectPlanted, plant } from './planted.ts'

const everythingOff =
  'rules:\n  "*": off\npaths:\n  exclude: ["**"]\nseverity:\n  threshold: critical\nlimits:\n  filesMax: 1\n  findingsMax: 0\n'
const aliasBomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 12 }, (_, at) => {
  const [now, before] = [String.fromCharCode(98 + at), String.fromCharCode(97 + at)]
  return `${now}: &${now} [${Array(9).fill(`*${before}`).join(', ')}]\n`
}).join('')}paths:\n  exclude: *m\n`

const malformed: readonly (readonly [name: string, text: string, says: RegExp])[] = [
  ['not YAML', 'paths:\n  exclude: [\n', /\.autogen-bot\.yaml.*:\d+:\d+: /],
  ['an unknown key', 'paths: {}\nruls:\n  x: off\n', /:2:1: .*rules/],
  ['a wrong type, in a name with escapes', '"\u001b]0;x\u0007": 1\npaths: 3\n', /:2:\d+: /],
  ['an alias bomb', aliasBomb, /:\d+:\d+: /],
  ['nested 10,000 deep', `paths: ${'['.repeat(10_000)}\n`, /:\d+:\d+: /],
  ['a tag that asks for an object', 'paths: !!js/function "function () { process.exit(9) }"\n', /:\d+:\d+: /],
  ['binary', '\u0000\u0001\u0002', /:\d+:\d+: /],
  ['keys of every object', '__proto__:\n  x: 1\nconstructor: 2\n', /:\d+:\d+: /],
]

hostileCases('settings of the bot itself', [
  {
    name: 'a change that turns everything off is reviewed by the old settings, and the review says so',
    build(world) {
      plant(world, { '.autogen-bot.yaml': everythingOff })
      world.checkOut()
      return undefined
    },
    expects(report) {
      expectPlanted(report)
      expect(report.notes.join(' ')).toContain('.autogen-bot.yaml')
    },
  },
  {
    name: 'a change that removes the settings, and one that makes them a link, are reviewed by the old ones',
    build(world) {
      plant(
        world,
        { '.autogen-bot.yaml': { symlink: '/dev/zero' } },
        { '.autogen-bot.yaml': 'rules:\n  ast-grep/none: off\n' },
      )
      return undefined
    },
    expects(report) {
      expectPlanted(report)
      expect(report.notes.join(' ')).toContain('.autogen-bot.yaml')
    },
  },
  {
    name: 'settings of the base that are a link are not read through it',
    build(world) {
      plant(world, {}, { '.autogen-bot.yaml': { symlink: '/etc/passwd' } })
      return undefined
    },
    expects: expectPlanted,
    expectsOutput: (output) => expect(output).not.toContain('root:x'),
  },
  {
    name: 'settings in the work tree do not hold for a review of commits',
    build(world) {
      plant(world, {})
      world.checkOut()
      world.write('.autogen-bot.yaml', everythingOff)
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'globs of the base that make matching slow',
    build(world) {
      const slow = [
        '*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b',
        '**/**/**/**/**/**/**/**/**/x',
        '**/*a*/**/*a*/**/*a*/**/*a*/**/b',
        '{a,b}{a,b}{a,b}{a,b}{a,b}x',
        '?*?*?*?*?*?*?*?*?*?*?*b',
      ]
      plant(
        world,
        { [`${'a'.repeat(240)}.py`]: 'a = 1\n', [`${'a/'.repeat(200)}x.py`]: 'a = 1\n' },
        { '.autogen-bot.yaml': `paths:\n  exclude:\n${slow.map((glob) => `    - "${glob}"\n`).join('')}` },
      )
      return undefined
    },
    expects: expectPlanted,
  },
  ...malformed.map(
    ([name, text, says]): HostileCase => ({
      name: `settings of the base: ${name}`,
      build(world) {
        plant(world, {}, { '.autogen-bot.yaml': text })
        return undefined
      },
      refusedWith: says,
    }),
  ),
])
