/**
 * The syntax port over children in the sandbox. One for each review, as children that read a hostile text must not read
 * those of another repository; within a review they stay, because starting one costs more than outlining a hundred files.
 */
import type { Sandbox } from '../../ports/sandbox/sandbox.ts'
import { type Outline, outlinedLanguages, type Syntax, type SyntaxText } from '../../ports/syntax/syntax.ts'
import { charactersMax } from './protocol.ts'
import { createSyntaxChild, type SyntaxChild, type SyntaxLimits } from './syntax-child.ts'

export interface SyntaxOptions {
  readonly sandbox: Sandbox
  readonly childrenMax: number
  readonly limits?: Partial<SyntaxLimits>
  /** Tests put their own in its place. */
  readonly hostModule?: URL
}

const hostModuleDefault = new URL('./syntax-host.ts', import.meta.url)
const limitsDefault: SyntaxLimits = { textTimeMs: 500, thousandTimeMs: 3, memoryBytesMax: 768 * 1_048_576 }
/** What one child takes before it asks for more: so that children end together. */
const portionCharactersMax = 262_144
const portionTextsMax = 32
/** Fewer characters than this are outlined sooner by the child that runs than by another one that would have to start. */
const charactersWorthAChild = 1_048_576

interface Portion {
  readonly places: readonly number[]
  readonly texts: readonly SyntaxText[]
}

export function createSyntax({
  sandbox,
  childrenMax,
  limits,
  hostModule = hostModuleDefault,
}: SyntaxOptions): Syntax {
  const idle: SyntaxChild[] = []
  const all: SyntaxChild[] = []
  const waiting: ((child: SyntaxChild) => void)[] = []

  async function take(): Promise<SyntaxChild> {
    const free = idle.pop()
    if (free !== undefined) return free
    if (all.length >= childrenMax) return new Promise((resolve) => waiting.push(resolve))
    const child = createSyntaxChild(sandbox, hostModule, { ...limitsDefault, ...limits })
    all.push(child)
    return child
  }

  function giveBack(child: SyntaxChild): void {
    const next = waiting.shift()
    if (next === undefined) idle.push(child)
    else next(child)
  }

  return {
    prepare(signal) {
      if (signal.aborted || all.length > 0) return
      take().then((child) => {
        child.start()
        giveBack(child)
      })
    },

    async outline(texts, signal) {
      const outlines: (Outline | null)[] = texts.map(() => null)
      const readable = texts.flatMap(({ language, text }, place) =>
        outlinedLanguages.has(language) && text.length <= charactersMax ? [place] : [],
      )
      const portions = portionsOf(texts, readable)
      const characters = readable.reduce((sum, place) => sum + (texts[place]?.text.length ?? 0), 0)
      const lanes = Math.min(childrenMax, portions.length, 1 + Math.floor(characters / charactersWorthAChild))

      async function work(): Promise<void> {
        const child = await take()
        try {
          for (let portion = portions.shift(); portion !== undefined; portion = portions.shift()) {
            if (signal.aborted) return
            const read = await child.outline(portion.texts, signal)
            for (const [at, place] of portion.places.entries()) outlines[place] = read[at] ?? null
          }
        } finally {
          giveBack(child)
        }
      }

      await Promise.all(Array.from({ length: lanes }, work))
      return outlines
    },

    async close() {
      await Promise.all(all.map((child) => child.close()))
    },
  }
}

function portionsOf(texts: readonly SyntaxText[], places: readonly number[]): Portion[] {
  const portions: { places: number[]; texts: SyntaxText[] }[] = []
  let characters = 0
  for (const place of places) {
    const text = texts[place] as SyntaxText
    const last = portions.at(-1)
    if (
      last === undefined ||
      last.texts.length >= portionTextsMax ||
      characters + text.text.length > portionCharactersMax
    ) {
      portions.push({ places: [place], texts: [text] })
      characters = text.text.length
    } else {
      last.places.push(place)
      last.texts.push(text)
      characters += text.text.length
    }
  }
  return portions
}
