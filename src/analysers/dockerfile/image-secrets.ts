/** ENV and ARG are written into the image and its history, where everyone who can pull it can read them. */
import type { Inquiry } from './inquiry.ts'
import type { Command, Property } from './read-image.ts'

export function imageSecrets(inquiry: Inquiry): void {
  for (const command of inquiry.file.commands) {
    for (const property of command.properties) {
      if (switchesChecksOff(property)) {
        const message = `${property.name} switches off the check of certificates for everything that runs in the image. Remove it and install the missing certificate.`
        inquiry.report('tls-verification-off', property, message)
      } else if (isSecretName(property.name)) secret(inquiry, command, property)
    }
  }
}

function secret(inquiry: Inquiry, command: Command, property: Property): void {
  const value = (property.value ?? '').replace(/^(["'])(.*)\1$/, '$2')
  if (isLiteralSecret(value)) {
    const message = `The value of ${property.name} is stored in the image for everyone who can pull it. Change it, and mount it with RUN --mount=type=secret or pass it when the container starts.`
    inquiry.report('hardcoded-secret', property, message, { secrets: [value] })
    return
  }
  const isArgument = command.keyword === 'ARG' && value === ''
  const isCopied = command.keyword === 'ENV' && /^\$\{?\w+\}?$/.test(value)
  if (!isArgument && !isCopied) return
  const message = `${property.name} given as a build argument stays readable in the history of the image. Use RUN --mount=type=secret.`
  inquiry.report('secret-build-argument', property, message)
}

function isSecretName(name: string): boolean {
  return /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|PASS|SECRET|SECRET_KEY|SECRET_KEY_BASE|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY)$/i.test(
    name,
  )
}

/** Placeholders, switches and places of files are no secrets. */
function isLiteralSecret(value: string): boolean {
  if (value.length < 6 || value.includes('$')) return false
  return !/^(?:change_?me|example|placeholder|dummy|secret|password|postgres|redacted|replace|your|none|null|true|false|unset|default|test|fake|<|\/|\d+$|https?:\/\/[^@]*$|x+$|\*+$|build|precompile)/i.test(
    value,
  )
}

function switchesChecksOff(property: Property): boolean {
  const value = (property.value ?? '').replace(/["']/g, '').toLowerCase()
  if (property.name === 'NODE_TLS_REJECT_UNAUTHORIZED' || property.name === 'PYTHONHTTPSVERIFY')
    return value === '0'
  if (property.name === 'GIT_SSL_NO_VERIFY') return value === '1' || value === 'true'
  return /^npm_config_strict_ssl$/i.test(property.name) && value === 'false'
}
