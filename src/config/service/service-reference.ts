/** `docs/reference/service.md`: every setting of the service, from the one list of them. */
import { formatByteSize } from '../byte-size.ts'
import { type OptionValue, serviceOptions } from './service-options.ts'

export function serviceReferenceText(): string {
  const rows = serviceOptions.map(
    ({ key, env, about, value }) =>
      `| \`${nameInFile(key, value)}\` | ${envNames(env, value)} | ${valueText(value)} | ${about} |`,
  )
  return `${[introduction, '| key in the file | environment | value | what it is |\n|---|---|---|---|', ...rows].join('\n')}\n\n${appsText}\n\n${modelsText}\n`
}

const introduction = `<!-- Generated from src/config/service/service-options.ts. -->
# Settings of the service

\`autogen-bot serve\` and the commands for operators read their settings from flags, the environment and a file, in this
order. The file is \`autogen-bot.service.yaml\` in the folder they are started in, or what \`--config\` or
\`AUTOGEN_CONFIG\` names. A key \`http.port\` is \`port\` below \`http\`. Secrets come from the environment or from files of
their own, never from this file. A setting that is not listed here is an error; the section \`service\` is described in
[the service record](../service-record.md).
`

const appsText = `## Several Apps

One App is described by the \`app.\` settings. More are listed in the file; each has its own host, installations and
secrets, and its webhook goes to \`/webhook/NAME\`:

\`\`\`yaml
apps:
  - name: enterprise
    id: 12
    apiUrl: https://github.example.com/api/v3
    privateKeyFile: /run/secrets/enterprise.pem
    webhookSecretFile: /run/secrets/enterprise-webhook
    writeSpacingMs: 0
\`\`\``

const modelsText = `## Models

The section \`models\` says which language models the agents speak to: providers, roles, bounds, budgets, prices. Without it,
\`AUTOGEN_MODEL\`, \`AUTOGEN_CODER_MODEL\`, \`AUTOGEN_REVIEWER_MODEL\`, \`AUTOGEN_GUIDE_MODEL\`, \`AUTOGEN_JUDGE_MODEL\`,
\`AUTOGEN_MODEL_URL\` and \`AUTOGEN_MODEL_KEY\` of the environment do. Both are described in [language models](../models.md).`

function nameInFile(key: string, value: OptionValue): string {
  return value.kind === 'secret' ? `${key}File` : key
}

function envNames(env: string, value: OptionValue): string {
  return value.kind === 'secret' ? `\`${env}\`, \`${env}_FILE\`` : `\`${env}\``
}

function valueText(value: OptionValue): string {
  switch (value.kind) {
    case 'text':
      return value.default === null ? 'text' : `text, \`${value.default}\``
    case 'integer':
      return `${value.min} to ${value.max}, \`${value.default}\``
    case 'bytes':
      return `a size, \`${formatByteSize(value.default)}\``
    case 'choice':
      return `${value.choices.map((choice) => `\`${choice}\``).join(', ')}; \`${value.default}\``
    case 'secret':
      return 'a secret'
  }
}
