/** build.gradle and build.gradle.kts: lines that name `group:artifact:version` in one string, and repository addresses. */
import { type Dependency, dependency, type Parser, parsed, type Registry } from '../dependency.ts'

const dependencyLine =
  /^[A-Za-z]\w*[\s(]+(?:(?:platform|enforcedPlatform|kapt)\()?["']([\w.-]+:[\w.-]+)(?::([^"':@$]+))?(?:[:@][^"']*)?["']/
const urlLine = /^(?:url|setUrl|maven)[\s=(]+(?:(?:uri|url)[\s=(]+)?["'](https?:[^"']+)["']/

export const parseGradle: Parser = (text) => {
  const dependencies: Dependency[] = []
  const registries: Registry[] = []
  text.split('\n').forEach((whole, at) => {
    const trimmed = whole.trim().slice(0, 2_000)
    const line = trimmed.replace(/^maven\s*\{\s*/, '')
    const column = whole.length - whole.trimStart().length + 1
    const place = { line: at + 1, column, endColumn: column + trimmed.length }
    const found = dependencyLine.exec(line)
    if (found !== null) {
      dependencies.push(dependency(found[1] as string, place, { version: found[2] ?? null, direct: true }))
    }
    const url = urlLine.exec(line)?.[1]
    if (url !== undefined) registries.push({ url, ...place })
  })
  return parsed(dependencies, registries)
}
