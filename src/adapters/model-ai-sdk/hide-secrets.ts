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
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...base64Of(secret)]
}

/** Whole, and what is sure of it behind any text before it, such as `Bearer`. */
function base64Of(secret: string): readonly string[] {
  const shifted = [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)])
    return bytes
      .toString('base64')
      .replace(/=*$/, '')
      .slice(before === 0 ? 0 : 4, Math.floor((bytes.length * 8) / 6))
  })
  return [Buffer.from(secret).toString('base64'), ...shifted].filter(({ length }) => length >= shortestSecret)
}
