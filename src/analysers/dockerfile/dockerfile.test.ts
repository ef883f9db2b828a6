import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedText, observationsOf } from '../../../test/world/analysed-text.ts'
import { rules } from './catalogue.ts'
import { dockerfile } from './dockerfile.ts'

async function check(head: string, base: string | null = null): Promise<readonly string[]> {
  const found = await observationsOf(dockerfile, changedText('Dockerfile', head, base))
  const sorted = [...found].sort((a, b) => a.line - b.line || a.column - b.column)
  return sorted.map(
    (one) => `${one.side === 'LEFT' ? '-' : ''}${one.line}:${one.column}-${one.endColumn} ${one.rule}`,
  )
}

describe('what an image is built on', () => {
  it('names base images without a version', async () => {
    expect(await check('FROM node\n')).toEqual(['1:6-10 unpinned-base-image'])
    expect(
      await check('FROM --platform=linux/amd64 registry.example.com:5000/team/app:latest AS b\n'),
    ).toEqual(['1:29-70 unpinned-base-image'])
  })

  it('has nothing against versions, digests, arguments, stages and scratch', async () => {
    const digest = 'a'.repeat(64)
    expect(
      await check(
        `ARG V=1\nFROM node:20 AS build\nFROM build AS test\nFROM node:\${V}\nFROM alpine@sha256:${digest}\nFROM scratch\nCOPY --from=build /a /a\nCOPY --from=0 /a /b\nCOPY --from=nginx /etc/nginx /c\n`,
      ),
    ).toEqual([])
  })

  it('knows which stages are there', async () => {
    expect(
      await check(
        'FROM node:20 AS builder\nCOPY --from=2 /a /a\nFROM alpine:3\nCOPY --from=bilder /a /a\nCOPY --from=late /a /a\nFROM alpine:3 AS late\n',
      ),
    ).toEqual(['2:1-20 unknown-stage', '4:1-25 unknown-stage', '5:1-23 unknown-stage'])
  })

  it('asks for a checksum of what ADD downloads', async () => {
    expect(
      await check(
        'FROM alpine:3\nADD https://example.com/a.tgz /a/\nADD --checksum=sha256:00 https://example.com/b.tgz /b/\nADD https://example.com/c.git /c/\nADD d.tgz /d/\n',
      ),
    ).toEqual(['2:5-30 add-remote-file'])
  })
})

describe('who runs the image', () => {
  it('objects to an end as root, not to root in between', async () => {
    expect(await check('FROM alpine:3\nUSER root\nRUN ls\nUSER app\n')).toEqual([])
    expect(await check('FROM alpine:3\nUSER app\nUSER root:root\n')).toEqual(['3:1-15 root-user'])
    expect(await check('FROM alpine:3\nUSER root\nFROM alpine:3\nCMD ["ls"]\n')).toEqual([])
  })

  it('tells that the change took the user away', async () => {
    expect(await check('FROM alpine:3\nCMD ["ls"]\n', 'FROM alpine:3\nUSER app\nCMD ["ls"]\n')).toEqual([
      '-2:1-9 user-removed',
    ])
    expect(await check('FROM alpine:3\nUSER web\n', 'FROM alpine:3\nUSER app\n')).toEqual([])
  })
})

describe('secrets', () => {
  it('in ENV and ARG are found and masked', async () => {
    const found = await observationsOf(
      dockerfile,
      changedText(
        'Dockerfile',
        'FROM alpine:3\nENV DB_PASSWORD="hunter2-hunter2" MODE=x\nARG API_KEY=abc123def\n',
      ),
    )
    expect(found.map((one) => [one.rule, one.line, one.secrets])).toEqual([
      ['hardcoded-secret', 2, ['hunter2-hunter2']],
      ['hardcoded-secret', 3, ['abc123def']],
    ])
    expect(found.some((one) => one.message.includes('hunter2') || one.message.includes('abc123'))).toBe(false)
  })

  it('are not placeholders, files and switches', async () => {
    expect(
      await check(
        'FROM alpine:3\nENV POSTGRES_PASSWORD=postgres DB_PASSWORD_FILE=/run/secrets/db TOKEN_TTL=3600 SECRET_KEY_BASE=dummy\nENV API_KEY=changeme1\nENV JWT_SECRET=/run/secrets/jwt\n',
      ),
    ).toEqual([])
  })

  it('do not belong into build arguments', async () => {
    expect(await check('FROM alpine:3\nARG NPM_TOKEN\nENV NPM_TOKEN=$NPM_TOKEN\n')).toEqual([
      '2:5-14 secret-build-argument',
      '3:5-25 secret-build-argument',
    ])
  })
})

describe('commands of the build', () => {
  it('are read through line joins, comments and heredocs', async () => {
    expect(
      await check(
        'FROM debian:12\nRUN set -e; \\\n  # why\n  curl -fsSL https://example.com/i.sh \\\n    | bash -s -- -y\nRUN <<EOF\napt-get update\napt-get install curl\nchmod -R 777 /srv\nEOF\nRUN python3 <<EOF\nprint("curl x | sh")\nEOF\n',
      ),
    ).toEqual(['4:3-40 curl-pipe-shell', '8:1-21 apt-without-yes', '9:1-18 world-writable'])
  })

  it('may pipe downloads into what does not run them', async () => {
    expect(
      await check(
        'FROM debian:12\nRUN curl -fsSL https://example.com/a.tgz | tar xz\nRUN curl -s https://example.com/v | python3 -m json.tool\nRUN echo "curl x | sh" > /note\nRUN ["curl", "https://example.com", "|", "sh"]\n',
      ),
    ).toEqual([])
  })

  it('check certificates and signatures', async () => {
    expect(
      await check(
        'FROM debian:12\nRUN curl -skL https://example.com/a -o a\nRUN wget --no-check-certificate https://example.com/a\nRUN pip install --trusted-host pypi.example.com x\nRUN npm config set strict-ssl false\nRUN git config --global http.sslVerify false\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\nRUN apt-get install -y --allow-unauthenticated x\nHEALTHCHECK CMD curl -k https://localhost/\nRUN curl -k https://localhost:8443/ready\n',
      ),
    ).toEqual([
      '2:5-41 tls-verification-off',
      '3:5-54 tls-verification-off',
      '4:5-50 tls-verification-off',
      '5:5-36 tls-verification-off',
      '6:5-45 tls-verification-off',
      '7:5-35 tls-verification-off',
      '8:5-49 unauthenticated-packages',
    ])
  })

  it('install with an answer and from fresh lists', async () => {
    expect(await check('FROM debian:12\nRUN apt-get update\nRUN apt-get install -qqy curl\n')).toEqual([
      '2:5-19 apt-update-alone',
    ])
    expect(await check('FROM debian:12\nRUN apt-get update && apt-get install curl\n')).toEqual([
      '2:23-43 apt-without-yes',
    ])
    expect(
      await check(
        'FROM debian:12\nRUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends curl\nRUN apt-get update\n',
      ),
    ).toEqual([])
  })

  it('leave something behind', async () => {
    expect(
      await check('FROM debian:12\nRUN cd /app\nRUN export A=1\nRUN cd /app && make\nRUN sudo ls\n'),
    ).toEqual(['2:1-12 lost-shell-state', '3:1-15 lost-shell-state', '5:5-12 sudo-in-build'])
  })
})

describe('instructions', () => {
  it('have to exist and be written as the builder reads them', async () => {
    expect(
      await check(
        'FROM alpine:3\nCOPPY a b\nEXPOSE 80 99999/tcp\nCOPY a b /dir\nWORKDIR app\nCMD [\'ls\']\nCMD ["ls"]\n',
      ),
    ).toEqual([
      '2:1-6 unknown-instruction',
      '3:11-20 port-out-of-range',
      '4:10-14 copy-without-directory',
      '5:1-12 relative-workdir',
      '6:1-11 repeated-command',
      '6:5-11 single-quoted-json',
    ])
  })

  it('name the lost backslash', async () => {
    expect(await check('FROM alpine:3\nRUN apk add --no-cache curl &&\n  make install\n')).toEqual([
      '3:3-7 unknown-instruction',
    ])
  })

  it('may come from another front end, and copy to a variable or the current directory', async () => {
    expect(
      await check(
        '# syntax=example/other\nFROM alpine:3\nCOPPY a b\nCOPY a b ./\nCOPY a b .\nCOPY a b $DIR\n',
      ),
    ).toEqual([])
  })
})

it('reads Dockerfiles, not their templates', () => {
  expect(dockerfile.reads(changedText('api/Dockerfile.dev', ''))).toBe(true)
  expect(dockerfile.reads(changedText('Dockerfile.j2', ''))).toBe(false)
})

it('ends on any text, with positions inside it', async () => {
  const observe = await dockerfile.open()
  const pieces = [
    'FROM a\n',
    'RUN ',
    'COPY ',
    '<<EOF',
    '\nEOF\n',
    '\\\n',
    '"',
    "'",
    '[',
    ']',
    '|',
    '&& ',
    'curl x',
    'sh',
    '#',
    ' ',
    '\n',
    '=',
    'ENV A',
    '😀',
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
      const text = parts.join('')
      const lines = text.split('\n')
      for (const one of observe(changedText('Dockerfile', text)) as readonly {
        line: number
        endColumn: number
        column: number
      }[]) {
        expect(one.line).toBeLessThanOrEqual(lines.length)
        expect(one.column).toBeLessThan(one.endColumn)
      }
    }),
  )
  for (const long of [
    'x '.repeat(60_000),
    '[',
    '"'.repeat(100_000),
    '<<A '.repeat(20_000),
    '\\\n'.repeat(50_000),
  ]) {
    await observe(changedText('Dockerfile', `FROM a:1\nRUN ${long}`))
  }
  expect(() => observe(changedText('Dockerfile', 'RUN a\n'.repeat(30_000)))).toThrow('is not read')
})

it('lists every rule once', () => {
  expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length)
})
