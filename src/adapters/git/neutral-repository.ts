/**
 * A git directory of our own in a private folder that borrows the objects of the repository under review and nothing
 * else: its configuration, hooks, attributes, info files and refs are not there to be obeyed. What git has to write
 * (trees of an index) is written here, so the repository stays as it was.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RepositoryPlaces } from './locate-repository.ts'

export interface NeutralRepository {
  /** Where git is started. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

export async function createNeutralRepository(
  places: RepositoryPlaces,
  scratchFolder: string,
): Promise<NeutralRepository> {
  const cwd = join(scratchFolder, 'git')
  const objects = join(cwd, 'objects')
  await mkdir(join(objects, 'info'), { recursive: true, mode: 0o700 })
  await mkdir(join(objects, 'pack'), { recursive: true, mode: 0o700 })
  await mkdir(join(cwd, 'refs'), { recursive: true, mode: 0o700 })
  await writeFile(join(cwd, 'HEAD'), 'ref: refs/heads/none\n')
  await writeFile(join(cwd, 'config'), configuration(places))
  return {
    cwd,
    env: {
      GIT_DIR: cwd,
      GIT_OBJECT_DIRECTORY: objects,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: quoteAlternate(places.objects),
      GIT_SHALLOW_FILE: places.isShallow ? places.shallowFile : join(cwd, 'shallow'),
      GIT_CEILING_DIRECTORIES: dirname(cwd),
    },
  }
}

function configuration(places: RepositoryPlaces): string {
  return places.objectFormat === 'sha256'
    ? '[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n'
    : '[core]\n\trepositoryformatversion = 0\n\tbare = true\n'
}

/** The variable is a list divided by colons; an entry in C quotes may hold one. */
function quoteAlternate(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
