/** Logins in the configuration of package and container registries, where the place says that it is a secret. */
import type { FoundSecret, SearchedText } from './found-secret.ts'
import { isMadeUp, isPlaceholder } from './placeholder.ts'

const npmrcLogin = /(?<![\w-])_(?:authToken|password|auth)[\t ]{0,4}=[\t ]{0,4}["']?(?<v>[^\s"'$]{8,500})/g
const dockerLogin = /"(?:auth|identitytoken)"\s{0,20}:\s{0,20}"(?<v>[A-Za-z0-9+/=_.-]{12,4000})"/g
const npmrcFile = /(?:^|\/)\.?(?:npmrc|yarnrc)(?:\.\w+)?$/
const dockerFile = /(?:^|\/)(?:config\.json|\.dockercfg|\.?dockerconfig(?:json)?(?:\.json)?|auth\.json)$/

export function* findConfigLogins({ text, path }: SearchedText): Iterable<FoundSecret> {
  // A line for a registry is as clear in a script that writes the file as in the file itself.
  if (npmrcFile.test(path) || text.includes('_authToken')) {
    for (const match of text.matchAll(npmrcLogin)) {
      const value = match.groups?.v ?? ''
      if (!npmrcFile.test(path) && !match[0].startsWith('_authToken')) continue
      if (isPlaceholder(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value) || /[(){}]/.test(value))
        continue
      yield found('registry-token', 'A package registry token', match, value)
    }
  }
  if (!dockerFile.test(path)) return
  for (const match of text.matchAll(dockerLogin)) {
    const value = match.groups?.v ?? ''
    const login = Buffer.from(value, 'base64').toString('latin1')
    if (isMadeUp(value) || !/^[\x20-\x7e]{1,200}:[\x20-\x7e]{4,}$/.test(login)) continue
    if (isPlaceholder(login.slice(login.indexOf(':') + 1))) continue
    yield found('container-registry-login', 'The login of a container registry', match, value)
  }
}

function found(rule: FoundSecret['rule'], what: string, match: RegExpExecArray, value: string): FoundSecret {
  const start = match.index + match[0].indexOf(value)
  return { rule, what, start, end: start + value.length, values: [value] }
}
