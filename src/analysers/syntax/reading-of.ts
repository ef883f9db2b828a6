/** Which reading a language has; the others have none. */
import type { Language } from '../../domain/language.ts'
import type { Reading } from './reading.ts'
import { c } from './readings/c.ts'
import { cpp } from './readings/cpp.ts'
import { csharp } from './readings/csharp.ts'
import { go } from './readings/go.ts'
import { java } from './readings/java.ts'
import { javascript, typescript } from './readings/javascript.ts'
import { kotlin } from './readings/kotlin.ts'
import { php } from './readings/php.ts'
import { python } from './readings/python.ts'
import { ruby } from './readings/ruby.ts'
import { rust } from './readings/rust.ts'
import { scala } from './readings/scala.ts'
import { shell } from './readings/shell.ts'
import { swift } from './readings/swift.ts'

const readings: ReadonlyMap<Language, Reading> = new Map([
  ['javascript', javascript],
  ['typescript', typescript],
  ['tsx', javascript],
  ['python', python],
  ['go', go],
  ['java', java],
  ['ruby', ruby],
  ['rust', rust],
  ['php', php],
  ['csharp', csharp],
  ['c', c],
  ['cpp', cpp],
  ['kotlin', kotlin],
  ['swift', swift],
  ['scala', scala],
  ['shell', shell],
])

export function readingOf(language: Language): Reading | null {
  return readings.get(language) ?? null
}
