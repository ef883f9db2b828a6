/**
 * A PostgreSQL server's door that counts what goes through it: statements are counted in the protocol, one for each
 * simple query and each execution of a prepared one, so that nothing has to be switched on in the server.
 */
import { createConnection, createServer, type Server, type Socket } from 'node:net'

export interface QueryCounts {
  /** Of the bot's own store. */
  readonly store: number
  /** Of BullMQ and of what else has a connection of its own. */
  readonly other: number
}

export interface CountingDoor {
  readonly port: number
  counts(): QueryCounts
  /** How often each prepared statement of the store was executed, by its name; unnamed ones by their first words. */
  statements(): ReadonlyMap<string, number>
  close(): Promise<void>
}

interface Tally {
  store: number
  other: number
  readonly statements: Map<string, number>
}

/** @param socketFile of the server behind the door */
export async function openCountingDoor(socketFile: string): Promise<CountingDoor> {
  const tally: Tally = { store: 0, other: 0, statements: new Map() }
  const sockets = new Set<Socket>()
  const door = createServer((client) => {
    const server = createConnection(socketFile)
    const read = readFrontend(tally)
    client.on('data', read)
    client.pipe(server).pipe(client)
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', () => {
        client.destroy()
        server.destroy()
      })
      socket.once('close', () => sockets.delete(socket))
    }
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  return {
    port: portOf(door),
    counts: () => ({ store: tally.store, other: tally.other }),
    statements: () => new Map(tally.statements),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => door.close(resolve))
    },
  }
}

function portOf(door: Server): number {
  const address = door.address()
  if (address === null || typeof address === 'string') throw new Error('the door has no port')
  return address.port
}

/** Follows one connection: a start-up packet, then messages of a letter, a length and a body. */
function readFrontend(tally: Tally): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let kind: 'store' | 'other' | null = null
  let bound = ''
  const texts = new Map<string, string>()
  const note = (name: string) => {
    if (kind === 'store') tally.statements.set(name, (tally.statements.get(name) ?? 0) + 1)
    tally[kind ?? 'other'] += 1
  }
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      const head = kind === null ? 0 : 1
      if (rest.length < head + 4) return
      const end = head + rest.readUInt32BE(head)
      if (rest.length < end) return
      const body = rest.subarray(head + 4, end)
      if (kind === null) kind = isStore(body) ? 'store' : 'other'
      else {
        const letter = String.fromCharCode(rest[0] ?? 0)
        if (letter === 'P') texts.set(...parsed(body))
        if (letter === 'B') bound = boundName(body, texts)
        if (letter === 'E') note(bound)
        if (letter === 'Q') note(firstWords(body.toString('utf8')))
      }
      rest = rest.subarray(end)
    }
  }
}

/** The store says its name; the queue's connections say theirs in the search path. */
function isStore(startup: Buffer): boolean {
  const text = startup.toString('latin1')
  return text.includes('application_name\0autogen-bot\0')
}

function parsed(body: Buffer): [name: string, text: string] {
  const [name = '', text = ''] = body.toString('utf8').split('\0')
  return [name, text]
}

/** Bind: the portal, then the statement; the unnamed one is the last that was parsed. */
function boundName(body: Buffer, texts: ReadonlyMap<string, string>): string {
  const statement = body.toString('latin1').split('\0')[1] ?? ''
  return statement === '' ? firstWords(texts.get('') ?? '') : statement
}

function firstWords(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 60)
}
