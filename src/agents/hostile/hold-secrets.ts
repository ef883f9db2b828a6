/** Whether texts of a model hold secrets, as the analysers that look for secrets in changes see it. */
import type { ChangeToDiscuss, FileToDiscuss } from '../../ports/agents/agents.ts'
import type { OutputCheckParts } from './check-output.ts'

const secretRule = /^secrets\//

/** Each text is looked at as a file that was added; one that was looked at is not looked at again. */
export function holdSecrets(
  change: Pick<ChangeToDiscuss, 'files' | 'analyseAgain'>,
): OutputCheckParts['holdSecrets'] {
  const known = new Map<string, boolean>()
  const [like] = change.files
  return async (texts) => {
    const fresh = [...new Set(texts)].filter((text) => !known.has(text) && text.trim() !== '')
    if (like !== undefined && fresh.length > 0) {
      const reports = await change.analyseAgain(
        fresh.map((text, at) => ({ file: asFile(like, `text-${at}.txt`), head: text })),
      )
      for (const [at, text] of fresh.entries())
        known.set(text, reports[at]?.some(({ rule }) => secretRule.test(rule)) ?? false)
    }
    return texts.map((text) => known.get(text) ?? false)
  }
}

function asFile(like: FileToDiscuss, path: string): FileToDiscuss {
  return {
    ...like,
    path,
    language: null,
    role: 'code',
    base: null,
    removedLines: new Set(),
    hunks: [],
  }
}
