/**
 * Which JSON a file is written in, told by its name. Many tools read comments and trailing commas in files that end
 * in `.json`, so only names that are known to be read strictly are held to the standard without doubt.
 */
export type JsonDialect =
  /** Comments and trailing commas are errors. */
  | 'strict'
  /** Its reader allows comments and trailing commas. */
  | 'lenient'
  /** Nobody knows. */
  | 'unsure'

/** Null for what is not JSON in spite of its name. */
export function jsonDialect(path: string): JsonDialect | null {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (name.endsWith('.json5') || name === '.babelrc' || name === '.babelrc.json') return null
  if (strictNames.has(name) || name.endsWith('.webmanifest')) return 'strict'
  if (name.endsWith('.jsonc') || name.startsWith('.') || lenientName.test(name) || lenientFolder.test(path))
    return 'lenient'
  return 'unsure'
}

const strictNames: ReadonlySet<string> = new Set(['package.json', 'composer.json', 'bower.json'])

const lenientName =
  /^(?:[jt]sconfig|tslint|devcontainer|renovate|turbo|nx|project|biome|deno|wrangler|angular|appsettings|launchsettings|api-extractor|typedoc|knip|cspell|rush|manifest|firebase|language-configuration|settings|launch|tasks|extensions|keybindings)(?:[.-][\w.-]*)?\.json$/

const lenientFolder = /(?:^|\/)(?:\.vscode|\.devcontainer|\.zed|\.theia)\//
