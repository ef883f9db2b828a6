/** No command waits for ever on a server that is away. */
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'

export async function boundTime<Value, Failure>(
  work: Promise<Value>,
  timeMs: number,
  late: Failure,
): Promise<Outcome<Value, Failure>> {
  let timer: NodeJS.Timeout | undefined
  const bound = new Promise<Outcome<Value, Failure>>((resolve) => {
    timer = setTimeout(() => resolve(fail(late)), timeMs)
  })
  try {
    return await Promise.race([work.then((value) => succeed(value)), bound])
  } finally {
    clearTimeout(timer)
  }
}
