/** Takes secrets out of words of a provider: its own keys, and whatever looks like somebody's. */
export type Hide = (text: string) => string

const looksSecret =
  /\b(?:sk|pk|rk|ak|key|gsk|xai|hf|AIza|AKIA|ASIA|ABSK|ghp|gho|eyJ)[-_A-Za-z0-9*.]{8,400}|\b[Bb]earer\s+[^\s"']{4,400}/g
const shortestSecret = 6

export function hideSecrets(secrets: readonly string[]): Hide {
  const forms = [...new Set(secrets.filter(({ length }) => length >= shortestSecret).flatMap(formsOf))].sort(
    (a, b) => b.length - a.length,
  )
  return (text) =>
    forms.reduce((rest, form) => rest.replaceAll(form, '[key]'), text).replace(looksSecret, '[key]')
}

function formsOf(secret: string): readonly string[] {
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]
}
