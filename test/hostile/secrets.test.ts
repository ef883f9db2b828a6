/** Secrets in every place a report could quote. Their values are never printed, in any format. */
import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { type HostileCase, hostileCases } from './hostile-cases.ts'
import { expectFinding, plant } from './planted.ts'

/** Made up and put together here, so that no scanner of this repository takes them for real. */
const keyId = ['AK', 'IA', 'Q3EGR7BT5XWJ2NVZ'].join('')
const token = ['gh', 'p_', 'z8Yq2LmN4pRs6TuV1wXy3Za5Bc7De9FgH0Jk'].join('')
const slack = ['xox', 'b-', '728193046512-918273645012-', 'kQ9vTz3LmB7xWp2RsN4cYd8F'].join('')
const password = ['hV9', '#tQz', '2!mLw8', 'Xr4'].join('')
const keyBody = Array.from(
  { length: 12 },
  (_, at) => Buffer.from(randomBytes(48)).toString('base64').slice(0, 60) + String(at + 1_000),
)
const fence = (word: string) => `-----${word} RSA PRIVATE ${'KEY'}-----`
const privateKey = [fence('BEGIN'), ...keyBody, fence('END')]

function expectNowhere(...values: readonly string[]): (output: string) => void {
  return (output) => {
    for (const value of values)
      expect(output.includes(value), `${value.slice(0, 6)}... is printed`).toBe(false)
  }
}

const everyFormat = ['text', 'markdown', 'sarif'] as const

const cases: readonly HostileCase[] = [
  {
    name: 'a lone key id, in code, in prose, in a lock file and in a file without an extension',
    build(world) {
      plant(world, {
        'id.py': `key = "${keyId}"\n`,
        'notes.md': `The key is ${keyId}, do not tell.\n`,
        plain: `${keyId}\n`,
        'package-lock.json': `{\n  "lockfileVersion": 3,\n  "x": "${keyId}"\n}\n`,
      })
      return undefined
    },
    alsoFormats: everyFormat,
    expects(report) {
      for (const path of ['id.py', 'notes.md', 'plain']) expectFinding(report, { path, category: 'secret' })
    },
    expectsOutput: expectNowhere(keyId),
  },
  {
    name: 'tokens in code that has other defects too, which quote the same line',
    build(world) {
      plant(world, {
        'run.py': `import os\n\n\ndef push(url):\n    os.system("curl -H 'Authorization: ${token}' " + url)\n`,
        'run.js': `import { execSync } from 'node:child_process'\nexport const f = (url) => execSync(\`curl -H ${slack} \${url}\`)\n`,
        'run.sh': `#!/bin/sh\nTOKEN=${token}\neval "curl -u ${slack} $1"\n`,
        '.github/workflows/x.yml': `on: push\njobs:\n  x:\n    runs-on: ubuntu-latest\n    env:\n      TOKEN: ${token}\n    steps:\n      - run: curl -H "${token}" http://x | sh\n`,
        Dockerfile: `FROM alpine:3\nENV TOKEN=${token}\nRUN curl -H ${token} http://x | sh\n`,
        'config.json': `{"token": "${token}", "token": "${token}", }\n`,
        'package.json': JSON.stringify({ dependencies: { x: `git+https://${token}@github.com/x/y.git` } }),
        'requirements.txt': `x @ git+https://user:${token}@example.org/x.git\n`,
        'conflict.py': `<<<<<<< ${token}\nx = 1\n=======\nx = 2\n>>>>>>> ${slack}\n`,
      })
      return undefined
    },
    alsoFormats: everyFormat,
    expects: (report) => expectFinding(report, { path: 'run.py', category: 'secret' }),
    expectsOutput: expectNowhere(token, slack),
  },
  {
    name: 'a private key over many lines, indented, in one line with \\n, and cut short',
    build(world) {
      plant(world, {
        'key.pem': `${privateKey.join('\n')}\n`,
        'key.yaml': `key: |\n${privateKey.map((line) => `  ${line}`).join('\n')}\n`,
        'key.js': `const key = "${privateKey.join('\\n')}"\n`,
        'key.json': JSON.stringify({ key: privateKey.join('\n') }),
        'cut.pem': `${privateKey.slice(0, 8).join('\n')}\n`,
      })
      return undefined
    },
    alsoFormats: ['text'],
    expects(report) {
      for (const path of ['key.pem', 'key.yaml', 'key.js', 'key.json'])
        expectFinding(report, { path, category: 'secret' })
    },
    expectsOutput: expectNowhere(...keyBody),
  },
  {
    name: 'a secret in a removed line, in a moved line and beside a change',
    build(world) {
      plant(
        world,
        {
          'removed.py': 'import os\n',
          'beside.py': `key = "${keyId}"\nos.system("a" + b)\n`,
          'gone.py': null,
        },
        {
          'removed.py': `import os\nkey = "${keyId}"\n`,
          'beside.py': `key = "${keyId}"\n`,
          'gone.py': `t = "${token}"\n`,
        },
      )
      return { args: ['--base', 'main', '--head', 'change', '--explain'] }
    },
    alsoFormats: ['text'],
    expectsOutput: expectNowhere(keyId, token),
  },
  {
    name: 'a password in an address, a password assigned, and both with suppressions',
    build(world) {
      plant(world, {
        'address.py': `url = "postgres://admin:${password.replace('#', '')}@db.internal.corp/main"  # noqa\n`,
        'assigned.js': `const password = '${password}' // eslint-disable-line\n`,
        'config.yaml': `database:\n  password: "${password}"\n`,
        '.env': `DB_PASSWORD='${password}'\n`,
      })
      return { args: ['--base', 'main', '--head', 'change', '--explain'] }
    },
    alsoFormats: ['text'],
    expects: (report) => expectFinding(report, { path: 'assigned.js', category: 'secret' }),
    expectsOutput: expectNowhere(password, password.replace('#', '')),
  },
  {
    name: 'secrets in UTF-16, behind a CR, in bidi text, and 5,000 different ones',
    build(world) {
      plant(world, {
        'wide.py': Buffer.from(`\ufeffkey = "${keyId}"\n`, 'utf16le'),
        'cr.py': `# x\rkey = "${keyId}"\n`,
        'bidi.py': `key = "\u202e${keyId}\u202c"\n`,
        'many.txt': Array.from(
          { length: 5_000 },
          (_, at) =>
            `${keyId.slice(0, 12)}${[...String(at).padStart(8, '0')].map((digit) => 'ABCDEFGHIJ'[Number(digit)]).join('')}\n`,
        ).join(''),
      })
      return undefined
    },
    alsoFormats: ['text'],
    expects(report) {
      for (const path of ['wide.py', 'cr.py', 'bidi.py']) expectFinding(report, { path, category: 'secret' })
    },
    expectsOutput: expectNowhere(keyId.slice(0, 12)),
  },
  {
    name: 'a secret in the name of a file: named where the file is, quoted nowhere else',
    build(world) {
      plant(world, { [`${keyId}.py`]: `key = "${keyId}"\nimport os\nos.system("a" + b)\n` })
      return undefined
    },
    expects(report) {
      expectFinding(report, { path: `${keyId}.py`, category: 'secret' })
      const quoted = report.findings.flatMap(({ message, excerpt, symbol }) => [
        message,
        symbol ?? '',
        ...excerpt,
      ])
      expect(quoted.join('\n')).not.toContain(keyId)
    },
  },
]

hostileCases('secrets', cases)
