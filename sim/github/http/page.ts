/** Lists by the page, with the Link header that names the next. */
import type { ApiRequest } from './route.ts'

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly headers: Readonly<Record<string, string>>
}

export function pageOf<Item>(request: ApiRequest, apiUrl: string, items: readonly Item[]): Page<Item> {
  const size = bounded(request.query.get('per_page'), 30, 100)
  const page = bounded(request.query.get('page'), 1, 1_000_000)
  const last = Math.max(1, Math.ceil(items.length / size))
  const links: string[] = []
  const link = (number: number, relation: string) => {
    const query = new URLSearchParams(request.query)
    query.set('page', String(number))
    links.push(`<${apiUrl}${request.path}?${query}>; rel="${relation}"`)
  }
  if (page > 1) link(page - 1, 'prev')
  if (page < last) {
    link(page + 1, 'next')
    link(last, 'last')
  }
  if (page > 1) link(1, 'first')
  const headers: Record<string, string> = links.length === 0 ? {} : { link: links.join(', ') }
  return { items: items.slice((page - 1) * size, page * size), headers }
}

export function bounded(text: string | null, otherwise: number, max: number): number {
  const number = Number(text)
  return text !== null && Number.isInteger(number) && number >= 1 ? Math.min(number, max) : otherwise
}
