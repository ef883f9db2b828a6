/** What the authors of a change wrote about it, commit by commit. It decides nothing, so what cannot be read is absent. */
import type { ObjectName } from '../../domain/change/changed-entry.ts'
import { streamGit } from './git-command.ts'
import type { NeutralRepository } from './neutral-repository.ts'

const commitsMax = 100
const bytesMax = 262_144

/** @param head a commit; of a tree there are no messages @returns oldest first; the newest of a long or wordy history */
export async function readCommitMessages(
  repository: NeutralRepository,
  { mergeBase, head }: { readonly mergeBase: ObjectName; readonly head: ObjectName },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const chunks: Buffer[] = []
  let bytes = 0
  const range = `${mergeBase}..${head}`
  await streamGit(
    {
      args: ['log', '-z', '--no-show-signature', '--format=%B', `--max-count=${commitsMax}`, range],
      ...repository,
      signal,
      // A head that is a tree is no commit.
      exitCodes: [0, 128],
    },
    async (stdout) => {
      for await (const chunk of stdout as AsyncIterable<Buffer>) {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes > bytesMax) break
      }
    },
  )
  return Buffer.concat(chunks)
    .subarray(0, bytesMax)
    .toString('utf8')
    .split('\0')
    .map((message) => message.trim())
    .filter((message) => message !== '')
    .reverse()
}
