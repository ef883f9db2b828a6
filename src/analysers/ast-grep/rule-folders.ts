/** Which folder of `src/rules` speaks about which language, and which grammar reads that language. */
import type { Language } from '../../domain/language.ts'

interface RuleFolder {
  readonly name: string
  readonly languages: readonly Language[]
  /** Ending of fixtures of a new rule. */
  readonly extension: string
  /** How a comment to the line's end begins. */
  readonly comment: string
}

export const ruleFolders: readonly RuleFolder[] = [
  { name: 'javascript', languages: ['javascript', 'typescript', 'tsx'], extension: 'js', comment: '//' },
  { name: 'python', languages: ['python'], extension: 'py', comment: '#' },
  { name: 'go', languages: ['go'], extension: 'go', comment: '//' },
  { name: 'java', languages: ['java'], extension: 'java', comment: '//' },
  { name: 'ruby', languages: ['ruby'], extension: 'rb', comment: '#' },
  { name: 'rust', languages: ['rust'], extension: 'rs', comment: '//' },
  { name: 'php', languages: ['php'], extension: 'php', comment: '//' },
  { name: 'csharp', languages: ['csharp'], extension: 'cs', comment: '//' },
  { name: 'c', languages: ['c'], extension: 'c', comment: '//' },
  { name: 'shell', languages: ['shell'], extension: 'sh', comment: '#' },
]

export function folderOf(language: Language): RuleFolder | null {
  return ruleFolders.find((folder) => folder.languages.includes(language)) ?? null
}
