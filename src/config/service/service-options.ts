/**
 * Every setting of the service, each defined once: its key in the file, its environment variable, what it may be, what
 * it is when nobody says. The reader, `serve --help` and the reference page are made from this list.
 */
import { severities } from '../../domain/finding/severity.ts'
import { logLevels } from './service-config.ts'

export interface ServiceOption {
  /** As in the file: `http.port` is `port` below `http`. */
  readonly key: string
  readonly env: string
  readonly about: string
  readonly value: OptionValue
}

export type OptionValue =
  | {
      readonly kind: 'text'
      readonly default: string | null
      readonly pattern?: RegExp
      readonly mend?: string
    }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number; readonly default: number }
  | { readonly kind: 'bytes'; readonly min: number; readonly default: number }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly default: string }
  /** Also from a file: the environment variable with `_FILE` behind it, the key with `File`. Never in the file itself. */
  | { readonly kind: 'secret' }

const gibibyte = 2 ** 30

export const serviceOptions = [
  {
    key: 'dataFolder',
    env: 'AUTOGEN_DATA_FOLDER',
    about: 'Where the embedded PostgreSQL and the cache of git objects live.',
    value: { kind: 'text', default: 'autogen-bot-data' },
  },
  {
    key: 'databaseUrl',
    env: 'DATABASE_URL',
    about: 'PostgreSQL 15 or newer. Without it an embedded server is started in the data folder.',
    value: { kind: 'secret' },
  },
  {
    key: 'redisUrl',
    env: 'REDIS_URL',
    about:
      'Redis for the queue: `redis://`, `rediss://`, `redis+sentinel://` or `redis+cluster://`. Without it the queue lives in PostgreSQL.',
    value: { kind: 'secret' },
  },
  {
    key: 'http.host',
    env: 'AUTOGEN_HTTP_HOST',
    about: 'Address to listen on. Put a proxy with TLS in front, and `0.0.0.0` here, for the outside.',
    value: { kind: 'text', default: '127.0.0.1' },
  },
  {
    key: 'http.port',
    env: 'AUTOGEN_HTTP_PORT',
    about: 'Port to listen on; 0 takes any free one.',
    value: { kind: 'integer', min: 0, max: 65_535, default: 3000 },
  },
  {
    key: 'http.publicUrl',
    env: 'AUTOGEN_PUBLIC_URL',
    about:
      'Where people reach this service, e.g. `https://reviews.example.com`. With it, pages carry a link by which they are answered.',
    value: {
      kind: 'text',
      default: null,
      pattern: /^https?:\/\/[^\s/?#@]{1,200}(?:\/[\w./-]{0,100})?$/,
      mend: 'give an address such as https://reviews.example.com',
    },
  },
  {
    key: 'http.trustedProxies',
    env: 'AUTOGEN_TRUSTED_PROXIES',
    about:
      'Proxies in front, whose `X-Forwarded-For` tells where a request came from, with commas between: addresses, networks, `loopback`. Wrong logins are counted by that address. Without any, it is the proxy’s own.',
    value: { kind: 'text', default: null },
  },
  {
    key: 'metrics.port',
    env: 'AUTOGEN_METRICS_PORT',
    about:
      'Port of `/metrics`, on the same address; 0 takes any free one. When it is taken, the service goes on without.',
    value: { kind: 'integer', min: 0, max: 65_535, default: 9464 },
  },
  {
    key: 'app.id',
    env: 'AUTOGEN_APP_ID',
    about: "The GitHub App's number. For several Apps, list them under `apps` in the file.",
    value: {
      kind: 'text',
      default: null,
      pattern: /^[1-9][0-9]{0,14}$/,
      mend: 'give the number from the App’s page',
    },
  },
  {
    key: 'app.apiUrl',
    env: 'AUTOGEN_GITHUB_API_URL',
    about: 'REST API of the host: for Enterprise Server `https://HOST/api/v3`.',
    value: {
      kind: 'text',
      default: 'https://api.github.com',
      pattern: /^https?:\/\/[^\s/@]+(?:\/[^\s@?#]*)?$/,
      mend: 'give an address such as https://github.example.com/api/v3, without credentials',
    },
  },
  {
    key: 'app.privateKey',
    env: 'AUTOGEN_APP_PRIVATE_KEY',
    about: "The App's private key, PEM.",
    value: { kind: 'secret' },
  },
  {
    key: 'app.webhookSecret',
    env: 'AUTOGEN_WEBHOOK_SECRET',
    about: "The webhook's secret. Without one the service does not start.",
    value: { kind: 'secret' },
  },
  {
    key: 'app.webhookSecretPrevious',
    env: 'AUTOGEN_WEBHOOK_SECRET_PREVIOUS',
    about: 'During a rotation: the secret before, still accepted.',
    value: { kind: 'secret' },
  },
  {
    key: 'app.writeSpacingMs',
    env: 'AUTOGEN_WRITE_SPACING_MS',
    about: 'Least time between two writes to the host, milliseconds. GitHub asks for a second.',
    value: { kind: 'integer', min: 0, max: 60_000, default: 1000 },
  },
  {
    key: 'worker.concurrency',
    env: 'AUTOGEN_WORKER_CONCURRENCY',
    about: 'Reviews that one worker process makes at the same time.',
    value: { kind: 'integer', min: 1, max: 64, default: 2 },
  },
  {
    key: 'worker.attemptsMax',
    env: 'AUTOGEN_WORKER_ATTEMPTS_MAX',
    about: 'Tries before a job is given up and waits for `autogen-bot queue retry`.',
    value: { kind: 'integer', min: 1, max: 50, default: 6 },
  },
  {
    key: 'worker.leaseMs',
    env: 'AUTOGEN_WORKER_LEASE_MS',
    about: 'Silence of a worker, in milliseconds, after which its job is given to another.',
    value: { kind: 'integer', min: 1000, max: 60_000, default: 6000 },
  },
  {
    key: 'worker.jobTimeMs',
    env: 'AUTOGEN_WORKER_JOB_TIME_MS',
    about: 'The longest that one try at a job may take, milliseconds.',
    value: { kind: 'integer', min: 1000, max: 3_600_000, default: 600_000 },
  },
  {
    key: 'leader.rowsEveryMs',
    env: 'AUTOGEN_LEADER_ROWS_EVERY_MS',
    about: 'How often jobs without an entry in the queue are looked for, milliseconds.',
    value: { kind: 'integer', min: 200, max: 600_000, default: 3000 },
  },
  {
    key: 'leader.deliveriesEveryMs',
    env: 'AUTOGEN_LEADER_DELIVERIES_EVERY_MS',
    about: "How often the host's list of webhooks is compared with the inbox, milliseconds.",
    value: { kind: 'integer', min: 200, max: 86_400_000, default: 60_000 },
  },
  {
    key: 'leader.headsEveryMs',
    env: 'AUTOGEN_LEADER_HEADS_EVERY_MS',
    about:
      'How often the heads of all open pull requests are compared with the reviewed heads, milliseconds.',
    value: { kind: 'integer', min: 200, max: 86_400_000, default: 900_000 },
  },
  {
    key: 'checks.name',
    env: 'AUTOGEN_CHECK_NAME',
    about: 'Name of the check run on a pull request.',
    value: {
      kind: 'text',
      default: 'autogen-bot',
      pattern: /^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,60}$/,
      mend: 'use letters, digits, blanks, `.`, `_`, `/` and `-`',
    },
  },
  {
    key: 'checks.failOn',
    env: 'AUTOGEN_CHECK_FAIL_ON',
    about: 'The check fails when a finding is this bad or worse.',
    value: { kind: 'choice', choices: [...severities, 'never'], default: 'high' },
  },
  {
    key: 'gitCache.bytesMax',
    env: 'AUTOGEN_GIT_CACHE_BYTES_MAX',
    about: 'Size of the cache of git objects; the least recently used repositories go first.',
    value: { kind: 'bytes', min: 16 * 1_048_576, default: 5 * gibibyte },
  },
  {
    key: 'memory.heapLink',
    env: 'AUTOGEN_HEAP_LINK',
    about:
      'A link that always leads to the newest heap snapshot. What lies there and is no link of ours is left alone.',
    value: { kind: 'text', default: '/tmp/heapdump.hprof' },
  },
  {
    key: 'memory.heapFolderBytesMax',
    env: 'AUTOGEN_HEAP_FOLDER_BYTES_MAX',
    about: 'Size of all heap snapshots in the data folder together; at most the newest three are kept.',
    value: { kind: 'bytes', min: 16 * 1_048_576, default: 4 * gibibyte },
  },
  {
    key: 'memory.nearLimit',
    env: 'AUTOGEN_HEAP_NEAR_LIMIT',
    about:
      'What a process does when 85 % of its heap are full: write a heap snapshot (it holds secrets), at most once an hour, or nothing.',
    value: { kind: 'choice', choices: ['snapshot', 'nothing'], default: 'snapshot' },
  },
  {
    key: 'watch.builtIn',
    env: 'AUTOGEN_WATCH',
    about:
      'Whether this service watches itself: samples, indicators, alerts. `off` leaves that to Prometheus and Alertmanager; synthetic webhooks, incidents, notifiers and the runbook work all the same.',
    value: { kind: 'choice', choices: ['on', 'off'], default: 'on' },
  },
  {
    key: 'heartbeat.url',
    env: 'AUTOGEN_HEARTBEAT_URL',
    about:
      'An outside service that calls somebody when it is not asked any more. It is asked as long as alerts are evaluated.',
    value: { kind: 'secret' },
  },
  {
    key: 'heartbeat.everyMs',
    env: 'AUTOGEN_HEARTBEAT_EVERY_MS',
    about: 'How often that is, milliseconds.',
    value: { kind: 'integer', min: 1000, max: 3_600_000, default: 60_000 },
  },
  {
    key: 'certificates',
    env: 'AUTOGEN_CERTIFICATES',
    about:
      'More certificates whose end is watched, besides those of the configured addresses: `https://` addresses and paths of PEM files, with commas between them.',
    value: { kind: 'text', default: null },
  },
  {
    key: 'traces.url',
    env: 'AUTOGEN_TRACES_URL',
    about:
      'Where traces are sent by OTLP over HTTP, the whole address, e.g. `http://localhost:4318/v1/traces`. Without it none are made.',
    value: {
      kind: 'text',
      default: null,
      pattern: /^https?:\/\/[^\s@?#]+$/,
      mend: 'give the address of a collector, without credentials',
    },
  },
  {
    key: 'traces.headers',
    env: 'AUTOGEN_TRACES_HEADERS',
    about: 'Headers for the collector, such as a key: `name=value`, with commas between them.',
    value: { kind: 'secret' },
  },
  {
    key: 'log.level',
    env: 'AUTOGEN_LOG_LEVEL',
    about: 'The least important lines to write.',
    value: { kind: 'choice', choices: logLevels, default: 'info' },
  },
  {
    key: 'log.file',
    env: 'AUTOGEN_LOG_FILE',
    about:
      'A file that gets every line of the log too, for machines where nothing else keeps standard output: the runbook looks through it.',
    value: { kind: 'text', default: null },
  },
  {
    key: 'log.fileBytesMax',
    env: 'AUTOGEN_LOG_FILE_BYTES_MAX',
    about: 'Size at which a new file is begun; the four before it are kept.',
    value: { kind: 'bytes', min: 65_536, default: 20 * 1_048_576 },
  },
  {
    key: 'runbook.automatic',
    env: 'AUTOGEN_RUNBOOK_AUTOMATIC',
    about:
      'Steps of the runbook that an incident makes without a person, as `page/step`, divided by commas. Only reversible ones are made.',
    value: {
      kind: 'text',
      default: null,
      pattern: /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*(?:[, ]+[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*)*$/,
      mend: 'give steps such as queue-stuck/resume-queue, divided by commas',
    },
  },
] as const satisfies readonly ServiceOption[]

export type ServiceKey = (typeof serviceOptions)[number]['key']
