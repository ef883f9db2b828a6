/** The compiler's proof that a switch is exhaustive; at run time it names the value that should not exist. */
export function assertNever(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
