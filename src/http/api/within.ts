/** Work that may take longer than anybody waits for an answer: it goes on, and whoever asked looks again. */
export type Waited<Value> = { readonly isDone: true; readonly value: Value } | { readonly isDone: false }

/** @param onLateFailure told of work that nobody waits for any more */
export async function within<Value>(
  work: Promise<Value>,
  timeMsMax: number,
  onLateFailure: (error: unknown) => void,
): Promise<Waited<Value>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Waited<Value>>((resolve) => {
    timer = setTimeout(() => resolve({ isDone: false }), timeMsMax)
  })
  try {
    const first = await Promise.race([work.then((value) => ({ isDone: true, value }) as const), late])
    if (!first.isDone) work.catch(onLateFailure)
    return first
  } finally {
    clearTimeout(timer)
  }
}
