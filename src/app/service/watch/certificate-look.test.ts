/** Which certificates a configuration leads to. */
import { expect, test } from 'vitest'
import { readServiceConfig } from '../../../config/service/read-service-config.ts'
import { certificateSources } from './certificate-look.ts'

test('every address with TLS and every listed file, each once', () => {
  const config = readServiceConfig({
    file: null,
    env: {
      AUTOGEN_APP_ID: '7',
      AUTOGEN_APP_PRIVATE_KEY: '-----BEGIN KEY-----',
      AUTOGEN_WEBHOOK_SECRET: 'a secret',
      AUTOGEN_PUBLIC_URL: 'https://reviews.example.com',
      DATABASE_URL: 'postgresql://bot:pw@db.example.com/bot?sslmode=verify-full',
      REDIS_URL: 'redis://plain.example.com',
      AUTOGEN_CERTIFICATES: 'tls/bot.pem, https://api.github.com/zen,https://other.example.com:8443',
    },
    flags: {},
    readSecretFile: () => null,
    resolvePath: (path) => `/etc/${path}`,
  })
  if (!config.ok) throw new Error(JSON.stringify(config.failure))
  expect(certificateSources(config.value).map(({ name }) => name)).toEqual([
    'api.github.com:443',
    'reviews.example.com:443',
    'db.example.com:5432',
    'other.example.com:8443',
    '/etc/tls/bot.pem',
  ])
})
