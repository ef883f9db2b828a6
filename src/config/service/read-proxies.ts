/** Whose word is taken for where a request came from: addresses and networks of proxies of ours. */
import { isIP } from 'node:net'
import type { Problems } from './option-value.ts'

const groups: readonly string[] = ['loopback', 'linklocal', 'uniquelocal']

export function readProxies(text: string | null, problems: Problems): readonly string[] {
  const proxies = (text ?? '').split(/[\s,]+/).filter((one) => one !== '')
  for (const proxy of proxies.filter((one) => !isProxy(one))) {
    problems.push({
      where: 'http.trustedProxies',
      wrong: `${proxy} is no address or network`,
      mend: `write for example 10.0.0.7, 10.0.0.0/8 or ${groups.join(', ')}, with commas between`,
    })
  }
  return proxies.filter(isProxy)
}

function isProxy(text: string): boolean {
  if (groups.includes(text)) return true
  const [address = '', bits, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  return bits === undefined || (/^[0-9]{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}
