/** Small files whose findings are known: a line that evaluates text is one, the same line with a conversion is none. */
import type { FileChanges } from '../../sim/github/repositories/write-commit.ts'

export interface FileContent {
  readonly language: 'python' | 'javascript'
  /** Lines above the functions, so that pushes move what stands below. */
  readonly padding: number
  /** By the function's number. */
  readonly functions: readonly { readonly id: number; readonly isRisky: boolean }[]
}

/** By path. */
export type Contents = ReadonlyMap<string, FileContent>

export function filesOf(contents: Contents): FileChanges {
  return Object.fromEntries([...contents].map(([path, content]) => [path, textOf(content)]))
}

export function riskyLines(contents: Contents): number {
  return [...contents.values()].flatMap(({ functions }) => functions.filter(({ isRisky }) => isRisky)).length
}

function textOf({ language, padding, functions }: FileContent): string {
  const isPython = language === 'python'
  const remark = isPython ? '#' : '//'
  const head = Array.from({ length: padding }, (_, at) => `${remark} Line ${at + 1} of the remarks.`)
  const body = functions.flatMap(({ id, isRisky }) =>
    isPython ? pythonFunction(id, isRisky) : javascriptFunction(id, isRisky),
  )
  return `${[...head, ...body].join('\n')}\n`
}

function pythonFunction(id: number, isRisky: boolean): readonly string[] {
  return ['', '', `def read_${id}(text_${id}: str):`, `    return ${isRisky ? 'eval' : 'int'}(text_${id})`]
}

function javascriptFunction(id: number, isRisky: boolean): readonly string[] {
  return [
    '',
    `export function read${id}(text${id}) {`,
    `  return ${isRisky ? 'eval' : 'Number'}(text${id})`,
    '}',
  ]
}
