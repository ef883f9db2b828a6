/**
 * A filter in the kernel's own language that ends a process which asks for a socket to the outside. The walls leave it no
 * network anyway: the filter is there so that the attempt is seen. Socket families are those of Linux' `socket.h`.
 */
const families = { inet: 2, inet6: 10, packet: 17, vsock: 40 } as const

interface Machine {
  /** `AUDIT_ARCH_*` of the kernel's `audit.h`. */
  readonly audit: number
  readonly socketCall: number
}

const machines: Readonly<Record<string, Machine>> = {
  x64: { audit: 0xc000003e, socketCall: 41 },
  arm64: { audit: 0xc00000b7, socketCall: 198 },
}

const loadWord = 0x20
const jumpIfEqual = 0x15
const jumpIfAtLeast = 0x35
const answer = 0x06
const allow = 0x7fff0000
/** The whole process, with SIGSYS. */
const killProcess = 0x80000000
/** Offsets in `struct seccomp_data`. */
const atCall = 0
const atMachine = 4
const atFirstArgument = 16
/** Calls of the x32 form have this bit; nothing of ours uses them, and they would pass by the number. */
const x32Bit = 0x40000000

/** A program for `bwrap --seccomp`; null where we do not know the machine's numbers. */
export function socketWall(arch: string): Buffer | null {
  const machine = machines[arch]
  if (machine === undefined) return null
  const forbidden = Object.values(families)
  const toKill = (from: number) => forbidden.length - from
  return assemble([
    [loadWord, 0, 0, atMachine],
    [jumpIfEqual, 0, 5 + forbidden.length, machine.audit],
    [loadWord, 0, 0, atCall],
    [jumpIfAtLeast, 3 + forbidden.length, 0, x32Bit],
    [jumpIfEqual, 0, 1 + forbidden.length, machine.socketCall],
    [loadWord, 0, 0, atFirstArgument],
    ...forbidden.map((family, at): Instruction => [jumpIfEqual, toKill(at), 0, family]),
    [answer, 0, 0, allow],
    [answer, 0, 0, killProcess],
  ])
}

/** Code, how far to jump when true, when false, and the constant: `struct sock_filter`. */
type Instruction = readonly [number, number, number, number]

function assemble(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8)
  program.forEach(([code, whenTrue, whenFalse, constant], at) => {
    bytes.writeUInt16LE(code, at * 8)
    bytes.writeUInt8(whenTrue, at * 8 + 2)
    bytes.writeUInt8(whenFalse, at * 8 + 3)
    bytes.writeUInt32LE(constant, at * 8 + 4)
  })
  return bytes
}
