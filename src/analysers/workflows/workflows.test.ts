import { describe, expect, it } from 'vitest'
import { changedText, observationsOf } from '../../../test/world/analysed-text.ts'
import { rules } from './catalogue.ts'
import { workflows } from './workflows.ts'

const path = '.github/workflows/ci.yml'

/** Opened once, as in the process that runs it. */
const observe = await workflows.open()

/** `on`, and the steps of its only job. */
function workflow(on: string, steps: string, more = ''): string {
  const indented = steps.replace(/^/gm, '      ')
  return `on: ${on}\n${more}jobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n${indented}\n`
}

async function check(head: string, base: string | null = null, at = path): Promise<readonly string[]> {
  const found = await observe(changedText(at, head, base))
  const sorted = [...found].sort((a, b) => a.line - b.line || a.column - b.column)
  return sorted.map(
    (one) => `${one.side === 'LEFT' ? '-' : ''}${one.line}:${one.column} ${one.severity} ${one.rule}`,
  )
}

describe('script injection', () => {
  it('is text from outside in a script, worse where there are secrets', async () => {
    const step = `- run: |\n    echo ok\n    echo "\${{ github.event.pull_request.title }}"`
    expect(await check(workflow('pull_request', step))).toEqual(['8:17 high script-injection'])
    expect(await check(workflow('pull_request_target', step))).toEqual(['8:17 critical script-injection'])
  })

  it('hides behind indexes, functions, defaults and the env context', async () => {
    const scripts = [
      `\${{ github['event'].issue['title'] }}`,
      `\${{ github.event.commits[0].message }}`,
      `\${{ toJSON(github.event.issue) }}`,
      `\${{ format('{0}', github.head_ref || 'main') }}`,
      `\${{ github.event_name == 'push' && github.ref || github.head_ref }}`,
    ]
    for (const script of scripts) {
      expect([script, await check(workflow('push', `- run: echo ${script}`))]).toEqual([
        script,
        ['6:19 high script-injection'],
      ])
    }
    const through = `- env:\n    TITLE: \${{ github.event.issue.title }}\n  run: echo \${{ env.TITLE }}`
    expect(await check(workflow('issues', through))).toEqual(['8:19 critical script-injection'])
    const script = `- uses: actions/github-script@v7\n  with:\n    script: |\n      console.log('\${{ github.event.comment.body }}')`
    expect(await check(workflow('issue_comment', script))).toEqual(['9:26 critical script-injection'])
  })

  it('is not comparing, testing, numbers, or a variable of the shell', async () => {
    const scripts = [
      `\${{ github.head_ref == 'main' }}`,
      `\${{ contains(github.event.issue.title, 'x') }}`,
      `\${{ !github.head_ref }}`,
      `\${{ github.event.issue.number }}`,
      `\${{ github.sha }} \${{ inputs.name }} \${{ secrets.A }}`,
      `\${{ github.event.issue.title`,
    ]
    for (const script of scripts.slice(0, 5)) {
      const found = await check(workflow('issues', `- run: ./x ${script}`, 'permissions: {}\n'))
      expect([script, found.filter((one) => one.includes('injection'))]).toEqual([script, []])
    }
    const env = `- env:\n    TITLE: \${{ github.event.issue.title }}\n  run: echo "$TITLE"\n- name: \${{ github.head_ref }}\n  run: ls`
    expect(await check(workflow('issues', env))).toEqual([])
  })

  it('is found in composite actions', async () => {
    const action = `name: a\nruns:\n  using: composite\n  steps:\n    - run: echo \${{ github.head_ref }}\n      shell: bash\n`
    expect(await check(action, null, 'tools/x/action.yml')).toEqual(['5:17 high script-injection'])
  })

  it('comes through files that set the environment', async () => {
    const steps = `- env:\n    BODY: \${{ github.event.comment.body }}\n    TITLE: \${{ github.event.issue.title }}\n  run: |\n    echo "BODY=$BODY" >> $GITHUB_ENV\n    echo "T=$TITLE" >> $GITHUB_ENV\n    echo "$TITLE" >> $GITHUB_PATH\n    echo "$BODY"`
    expect(await check(workflow('issue_comment', steps))).toEqual([
      '10:11 high env-file-injection',
      '12:11 high env-file-injection',
    ])
  })
})

describe('checkout of a pull request', () => {
  const checkout = `- uses: actions/checkout@v4\n  with:\n    ref: \${{ github.event.pull_request.head.sha }}`

  it('is dangerous with secrets, most of all when its code is run', async () => {
    expect(await check(workflow('pull_request_target', `${checkout}\n- run: make`))).toEqual([
      '8:16 critical untrusted-checkout',
    ])
    expect(await check(workflow('pull_request_target', checkout))).toEqual(['8:16 medium untrusted-checkout'])
    expect(await check(workflow('issue_comment', '- run: gh pr checkout 1\n- run: make'))).toEqual([
      '6:14 critical untrusted-checkout',
    ])
  })

  it('is normal without them, of the base, or behind a condition', async () => {
    expect(await check(workflow('pull_request', `${checkout}\n- run: make`))).toEqual([])
    expect(await check(workflow('pull_request_target', '- uses: actions/checkout@v4\n- run: make'))).toEqual(
      [],
    )
    const guarded = workflow('pull_request_target', `${checkout}\n- run: make`).replace(
      'runs-on',
      'if: github.event.pull_request.head.repo.full_name == github.repository\n    runs-on',
    )
    expect(await check(guarded)).toEqual([])
  })

  it('is told at the trigger when that is what the change brought', async () => {
    const base = workflow('pull_request', `${checkout}\n- run: make`)
    expect(await check(base.replace('on: pull_request', 'on: pull_request_target'), base)).toEqual([
      '1:5 critical untrusted-checkout',
    ])
  })
})

describe('actions', () => {
  const sha = '0123456789012345678901234567890123456789'

  it('by branch are reported, first-party tags, commits and local paths are not', async () => {
    const steps = `- uses: someone/tool@main\n- uses: someone/other@v2\n- uses: actions/checkout@v4\n- uses: x/y@${sha}\n- uses: ./local\n- uses: docker://alpine:3\n- uses: docker/login-action@v3`
    expect(await check(workflow('push', steps))).toEqual([
      '6:15 medium unpinned-action',
      '7:15 low unpinned-action',
      '11:15 low unpinned-action',
    ])
  })

  it('are told once, and a new version of a known action is not news', async () => {
    const steps = '- uses: someone/tool@v2\n- uses: someone/tool@v2'
    expect(await check(workflow('push', steps))).toEqual(['6:15 low unpinned-action'])
    expect(await check(workflow('push', steps), workflow('push', steps.replaceAll('v2', 'v1')))).toEqual([])
    expect(await check(workflow('push', steps), workflow('push', steps.replaceAll('v2', sha)))).toEqual([
      '6:15 medium unpinned-action',
    ])
  })
})

describe('permissions', () => {
  it('of every kind are reported, removed limits where they were', async () => {
    expect(await check(workflow('push', '- run: ls', 'permissions: write-all\n'))).toEqual([
      '2:14 medium permissions-write-all',
    ])
    const limited = workflow('push', '- run: ls', 'permissions:\n  contents: read\n')
    expect(await check(workflow('push', '- run: ls'), limited)).toEqual(['-2:1 medium permissions-removed'])
    expect(await check(limited.replace('read', 'write'), limited)).toEqual(['3:13 low permissions-widened'])
    expect(await check(limited, limited.replace('read', 'write'))).toEqual([])
  })
})

describe('shell', () => {
  it('runs no downloads and prints no secrets', async () => {
    const steps = `- run: |\n    curl -sSf https://example.com/i.sh | sudo bash -s -- -y\n    bash <(curl -s https://example.com/i.sh)\n    echo "\${{ secrets.TOKEN }}"\n    echo \${{ secrets.TOKEN }} | base64\n    curl -s https://example.com | jq .\n    echo \${{ secrets.KEY }} | base64 -d > key\n    echo "\${{ secrets.KEY }}" > key\n    # curl x | sh\n    curl http://example.com/i.sh | sh`
    expect(await check(workflow('push', steps))).toEqual([
      '7:11 medium curl-pipe-shell',
      '8:11 medium curl-pipe-shell',
      '9:11 low secret-printed',
      '10:11 high secret-printed',
      '15:11 high curl-pipe-shell',
    ])
  })
})

describe('settings', () => {
  it('that undo protection or never do what they say', async () => {
    const text = `on: pull_request\nenv:\n  ACTIONS_ALLOW_UNSECURE_COMMANDS: true\njobs:\n  a:\n    if: \${{ github.ref == 'x' }} && success()\n    runs-on: [self-hosted, linux]\n    container:\n      image: a\n      credentials:\n        username: ci\n        password: correct-horse\n    steps:\n      - if: \${{ always() }}\n        run: ls\n        env:\n          ALL: \${{ toJSON(secrets) }}\n`
    expect(await check(text)).toEqual([
      '3:36 high unsecure-commands',
      '6:9 high always-true-condition',
      '7:15 low self-hosted-runner',
      '12:19 high hardcoded-credentials',
      '17:16 medium all-secrets-exposed',
    ])
    const found = await observationsOf(workflows, changedText(path, text))
    expect(found.find((one) => one.rule === 'hardcoded-credentials')?.secrets).toEqual(['correct-horse'])
  })
})

describe('actionlint', () => {
  it('tells what GitHub will refuse', async () => {
    const text = `on:\n  push:\n    branchs: [main]\n    tags: [/v.*/]\n  schedule:\n    - cron: '61 * * * *'\njobs:\n  a:\n    needs: nobody\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo \${{ needs.b.outputs.x }}\n      - if: github.ref == "main"\n        run: ls\n      - uses: a\n      - run: ls\n        shell: fish\n  b:\n    runs-on: ubuntu-latest\n    if: secrets.A != ''\n    steps:\n      - run: echo \${{ steps.foo.outputs.x }}\n`
    expect(await check(text)).toMatchInlineSnapshot(`
      [
        "3:5 high invalid-workflow",
        "4:12 high invalid-trigger",
        "6:13 high invalid-trigger",
        "8:3 high job-needs",
        "12:23 medium unknown-name",
        "13:27 high expression-syntax",
        "15:15 high invalid-workflow",
        "17:16 high invalid-workflow",
        "20:9 high context-not-available",
        "22:23 medium unknown-name",
      ]
    `)
  })

  it('is not believed where it is only old', async () => {
    const text = `on:\n  image_version:\n    names: [a]\n  workflow_dispatch:\n    inputs:\n      n: {type: number}\n  pull_request:\n    types: [enqueued, milestoned]\npermissions:\n  models: read\n  attestations: write\n  artifact-metadata: read\njobs:\n  a:\n    runs-on: ubuntu-24.04-arm\n    snapshot: x\n    environment: {name: p, deployment: false}\n    concurrency: {group: x, queue: max}\n    steps:\n      - uses: actions/checkout@v9\n        with: {brand-new: 1}\n      - run: echo \${{ vars.A }} \${{ runner.environment }} \${{ case(true, 1, 2) }} \${{ job.check_run_id }}\n`
    expect(await check(text)).toEqual([])
  })

  it('is kept away from aliases and survives what stops it', async () => {
    const aliased = 'on: push\njobs:\n  a: &a\n    runs-on: ubuntu-latest\n    steps: [{run: ls}]\n  b: *a\n'
    expect(await check(aliased)).toEqual([])
    const hostile = [
      `on: push\njobs: ${'['.repeat(5000)}`,
      `on: push\njobs: {a: ${'['.repeat(30)}${']'.repeat(30)}}`,
      'on: [',
      '',
    ]
    for (const text of hostile) await observe(changedText(path, text))
    const late = workflow('push', `- run: echo \${{ nothing.at.all }}`)
    expect((await observe(changedText(path, late))).map((one) => one.rule)).toEqual(['unknown-name'])
  })
})

it('bounds size, aliases and steps', async () => {
  await expect(check(`on: push\n#${'x'.repeat(300_000)}\n`)).rejects.toThrow('is not read')
  const levels = 'bcdefghij'
    .split('')
    .map((name, at) => `${name}: &${name} [${`*${'abcdefghij'[at]},`.repeat(9)}]`)
  expect(
    await check(`a: &a [x]\n${levels.join('\n')}\non: push\njobs: {k: {runs-on: x, steps: *j}}\n`),
  ).toEqual([])
})

it('reads workflows and actions only', () => {
  expect(workflows.reads(changedText('.github/workflows/a.yaml', ''))).toBe(true)
  expect(workflows.reads(changedText('action.yml', ''))).toBe(true)
  expect(workflows.reads(changedText('.github/dependabot.yml', ''))).toBe(false)
  expect(workflows.reads(changedText('config/transaction.yml', ''))).toBe(false)
})

it('lists every rule once', () => {
  expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length)
})
