/** Which language a file is written in, told by its name and, for scripts without one, by its first line. */
export const programmingLanguages = [
  'javascript',
  'typescript',
  'tsx',
  'python',
  'go',
  'java',
  'ruby',
  'rust',
  'php',
  'csharp',
  'c',
  'cpp',
  'kotlin',
  'swift',
  'scala',
] as const

export const languages = [
  ...programmingLanguages,
  'shell',
  'dockerfile',
  'yaml',
  'json',
  'toml',
  'xml',
  'html',
  'css',
  'sql',
  'markdown',
] as const
export type Language = (typeof languages)[number]

/** Maps, because a file may be called `constructor` or `x.__proto__`. */
const byExtension: ReadonlyMap<string, Language> = mapOf({
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  py: 'python',
  pyi: 'python',
  pyw: 'python',
  go: 'go',
  java: 'java',
  rb: 'ruby',
  rake: 'ruby',
  gemspec: 'ruby',
  ru: 'ruby',
  rs: 'rust',
  php: 'php',
  phtml: 'php',
  inc: 'php',
  cs: 'csharp',
  c: 'c',
  h: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  cxx: 'cpp',
  hh: 'cpp',
  hpp: 'cpp',
  hxx: 'cpp',
  'c++': 'cpp',
  'h++': 'cpp',
  inl: 'cpp',
  ipp: 'cpp',
  tpp: 'cpp',
  ixx: 'cpp',
  cppm: 'cpp',
  kt: 'kotlin',
  kts: 'kotlin',
  swift: 'swift',
  scala: 'scala',
  sc: 'scala',
  sbt: 'scala',
  sh: 'shell',
  bash: 'shell',
  ksh: 'shell',
  bats: 'shell',
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
  yml: 'yaml',
  yaml: 'yaml',
  json: 'json',
  jsonc: 'json',
  json5: 'json',
  webmanifest: 'json',
  toml: 'toml',
  xml: 'xml',
  html: 'html',
  htm: 'html',
  css: 'css',
  scss: 'css',
  sql: 'sql',
  md: 'markdown',
  markdown: 'markdown',
})

const byName: ReadonlyMap<string, Language> = mapOf({
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
  gemfile: 'ruby',
  rakefile: 'ruby',
  vagrantfile: 'ruby',
  guardfile: 'ruby',
  brewfile: 'ruby',
  '.bashrc': 'shell',
  '.profile': 'shell',
  '.bash_profile': 'shell',
  '.envrc': 'shell',
  '.babelrc': 'json',
  '.eslintrc': 'json',
  'cargo.lock': 'toml',
  'poetry.lock': 'toml',
  'uv.lock': 'toml',
  pipfile: 'toml',
})

const byInterpreter: readonly (readonly [RegExp, Language])[] = [
  [/^(?:ba|da|k|a)?sh$/, 'shell'],
  [/^python[\d.]*$/, 'python'],
  [/^ruby[\d.]*$/, 'ruby'],
  [/^(?:node|nodejs|bun)$/, 'javascript'],
  [/^(?:deno|tsx|ts-node)$/, 'typescript'],
  [/^php[\d.]*$/, 'php'],
]

/**
 * @param path with `/` between its parts
 * @param firstLine the text's first line, for a script without an extension
 * @returns null for a language that nothing here reads
 */
export function languageOf(path: string, firstLine = ''): Language | null {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  const named = byName.get(name) ?? (/^(?:docker|container)file\./.test(name) ? 'dockerfile' : undefined)
  if (named !== undefined) return named
  const dot = name.lastIndexOf('.')
  if (dot > 0) return byExtension.get(name.slice(dot + 1)) ?? null
  return languageOfShebang(firstLine.slice(0, 200))
}

function languageOfShebang(firstLine: string): Language | null {
  const words = /^#!\s*(\S+)(?:\s+(.*))?$/.exec(firstLine.trimEnd())
  if (words === null) return null
  const program = baseName(words[1] ?? '')
  const interpreter =
    program === 'env'
      ? baseName((words[2] ?? '').split(/\s+/).find((word) => !word.startsWith('-')) ?? '')
      : program
  return byInterpreter.find(([pattern]) => pattern.test(interpreter))?.[1] ?? null
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function mapOf(languageByName: Readonly<Record<string, Language>>): ReadonlyMap<string, Language> {
  return new Map(Object.entries(languageByName))
}
