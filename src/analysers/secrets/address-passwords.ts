/** Passwords inside addresses: databases, brokers, and everything else that takes `user:password@host`. */
import type { FoundSecret, SearchedText } from './found-secret.ts'
import { isPlaceholder } from './placeholder.ts'

const address =
  /(?<![A-Za-z0-9+.-])([A-Za-z][A-Za-z0-9+.-]{1,20}):\/\/([^\s:@/'"`<>\\]{0,100}):([^\s@/'"`<>\\]{4,200})@([A-Za-z0-9[][A-Za-z0-9.:\]_-]{0,254})/g

const databases =
  /^(?:jdbc:)?(?:postgres(?:ql)?|mysqlx?|mariadb|mongodb|redis|rediss|amqps?|mssql|sqlserver|oracle|clickhouse|cockroachdb|nats|kafka|couchdb|cassandra|neo4j|bolt|memcached?|ldaps?|influxdb)(?:\+[a-z0-9]+)?$/i

/** Nobody reaches these from elsewhere: a container's own network, the local machine, names kept for documentation. */
const localHost =
  /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|[A-Za-z0-9_-]+)(?::\d*)?$|(?:^|\.)(?:example|test|invalid|localhost|local|internal)(?::\d*)?$|(?:^|\.)example\.(?:com|org|net|io|edu)(?::\d*)?$|(?:^|\.)(?:foo|bar|baz|domain|host|hostname|server|my-?\w+|your-?\w+)\.(?:com|org|net|io)(?::\d*)?$/i

const commonplace =
  /^(?:p(?:a)?ss(?:w(?:or)?d)?\d*|passwd|pw|pwd|secret|user|username|root|admin|guest|test(?:er|ing)?\d*|postgres|mysql|mongo|redis|rabbitmq|default|token|key|foo|bar|baz|hunter2|letmein|none|null|\d{1,5}|x-oauth-basic|[*x.]+)$/i

/** Begins where few texts have anything: most are done with it at once. */
const mayHold = /:\/\/[^\s@/]{0,100}:[^\s@/]{4,200}@/

export function* findAddressPasswords({ text, isSample }: SearchedText): Iterable<FoundSecret> {
  if (!mayHold.test(text)) return
  for (const match of text.matchAll(address)) {
    const [whole, scheme = '', user = '', password = '', host = ''] = match
    if (password === user || commonplace.test(password) || isPlaceholder(password)) continue
    if (localHost.test(host) || /[${}%]/.test(user)) continue
    const isDatabase = databases.test(scheme)
    // In samples an address is there to show the form.
    if (isSample && (!isDatabase || password.length < 12)) continue
    const start = match.index + whole.length - host.length - 1 - password.length
    yield {
      rule: isDatabase ? 'database-password' : 'url-password',
      what: isDatabase ? 'The password of a database or broker' : 'A password inside an address',
      start,
      end: start + password.length,
      values: [password],
    }
  }
}
