import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deployFiles } from '../../scripts/deploy-files.ts'

const files = deployFiles()

test.each([...files.keys()])(
  'deploy/%s is what the program says today (mend it with: npm run docs)',
  (path) => {
    expect(readFileSync(join(import.meta.dirname, '../../deploy', path), 'utf8')).toBe(files.get(path))
  },
)
