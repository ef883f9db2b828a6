/** The sandbox port over child processes, with bubblewrap around them where it works. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type {
  Conversation,
  ProgramAnswer,
  ProgramFailure,
  ProgramRun,
  Sandbox,
} from '../../ports/sandbox/sandbox.ts'
import { findBubblewrap, type Wrap } from './bubblewrap.ts'
import { startConversation } from './conversation.ts'
import { boundTime } from './time-bound.ts'
import { startWatchedChild } from './watched-child.ts'

export interface ProcessSandboxOptions {
  /** A private folder that the caller removes. */
  readonly scratchFolder: string
  /** The product's own root: its modules and what they import. */
  readonly installFolder: string
  /** False: as on a machine without bubblewrap. */
  readonly usesBubblewrap?: boolean
}

export interface ProcessSandbox extends Sandbox {
  /** `bubblewrap`, or `process` where it is missing or forbidden. */
  walls(): Promise<'bubblewrap' | 'process'>
}

export function createProcessSandbox({
  scratchFolder,
  installFolder,
  usesBubblewrap = true,
}: ProcessSandboxOptions): ProcessSandbox {
  const wrapFound: Promise<Wrap | null> = usesBubblewrap ? findBubblewrap() : Promise.resolve(null)
  const libraries = join(installFolder, 'node_modules')
  const moduleCache = { NODE_COMPILE_CACHE: join(libraries, '.cache', 'autogen-bot') }
  let runs = 0

  return {
    walls: async () => ((await wrapFound) === null ? 'process' : 'bubblewrap'),
    async run(run, signal) {
      runs += 1
      const folder = join(scratchFolder, `run-${runs}`)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      try {
        await Promise.all([...run.files].map(([name, content]) => writeFile(join(folder, name), content)))
        return await runProgram(run, folder, libraries, await wrapFound, signal)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    converse(module, limits, signal): Conversation {
      const heapMiB = Math.floor(limits.memoryBytesMax / 1_048_576 / 2)
      const reads = [installFolder, dirname(process.execPath)]
      const start = wrapFound.then((wrap) => {
        const launch = {
          program: process.execPath,
          // Inside bubblewrap the kernel holds the walls; elsewhere Node's own permission model does, which is slower
          // to start because it cannot use compiled modules.
          args: [
            ...(wrap === null ? permissions(installFolder) : []),
            `--max-old-space-size=${heapMiB}`,
            fileURLToPath(module),
          ],
        }
        const wrapped = wrap?.(launch, reads, installFolder, moduleCache) ?? launch
        return startWatchedChild(wrapped, installFolder, limits.memoryBytesMax, signal)
      })
      return startConversation(start, limits.lineBytesMax)
    },
  }
}

function permissions(installFolder: string): readonly string[] {
  return [
    '--permission',
    `--allow-fs-read=${installFolder}/*`,
    '--allow-addons',
    '--disable-warning=SecurityWarning',
  ]
}

async function runProgram(
  run: ProgramRun,
  folder: string,
  libraries: string,
  wrap: Wrap | null,
  signal: AbortSignal,
): Promise<Outcome<ProgramAnswer, ProgramFailure>> {
  const launch = { program: run.program, args: run.args }
  const reads = [folder, dirname(run.program), libraries]
  const child = startWatchedChild(
    wrap?.(launch, reads, folder) ?? launch,
    folder,
    run.limits.memoryBytesMax,
    signal,
  )
  const bound = boundTime(child, run.limits.timeMs)
  const chunks: Buffer[] = []
  let bytes = 0
  child.process.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= run.limits.outputBytesMax) chunks.push(chunk)
    else
      child.stop({
        kind: 'output-too-large',
        detail: `more than ${run.limits.outputBytesMax} bytes of output`,
      })
  })
  child.process.stdin.end()
  const ended = await child.ended
  bound.lift()
  return typeof ended === 'number'
    ? succeed({ stdout: Buffer.concat(chunks).toString('utf8'), exitCode: ended })
    : fail(ended)
}
