/** Finds the route of a request. */
import type { Method, Route } from './route.ts'

export interface RouteMatch {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

export type RouteTable = (method: string, path: string) => RouteMatch | null

export function createRouteTable(routes: readonly Route[]): RouteTable {
  const compiled = routes.map((route) => ({ route, ...compile(route.path) }))
  const byMethod = Map.groupBy(compiled, ({ route }) => route.method)
  return (method, path) => {
    for (const { route, pattern, names } of byMethod.get(method as Method) ?? []) {
      const match = pattern.exec(path)
      if (match === null) continue
      const params = Object.fromEntries(names.map((name, index) => [name, decode(match[index + 1] ?? '')]))
      return { route, params }
    }
    return null
  }
}

function compile(path: string): { pattern: RegExp; names: readonly string[] } {
  const names: string[] = []
  const source = path.replace(/:(\w+)|\*(\w+)/g, (_, one: string | undefined, rest: string | undefined) => {
    names.push(one ?? rest ?? '')
    return one === undefined ? '(.*)' : '([^/]+)'
  })
  return { pattern: new RegExp(`^${source}$`), names }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
