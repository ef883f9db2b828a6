/** Real Redis servers on free ports, each with a private folder: one, a Cluster, and Sentinels with master and replica. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

export interface RedisServer {
  readonly port: number
  readonly url: string
  /** kill -9; what was in memory is gone. */
  kill(): Promise<void>
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>
  /** Stops answering without closing a connection. */
  freeze(): void
  thaw(): void
  /** Runs one command on a connection of its own. */
  command(name: string, ...args: string[]): Promise<unknown>
  stop(): Promise<void>
}

export interface RedisGroup {
  readonly url: string
  /** The server that holds the queue. */
  readonly master: RedisServer
  /** Those that may take its place. */
  readonly replicas: readonly RedisServer[]
  stop(): Promise<void>
}

export async function startRedis(args: readonly string[] = []): Promise<RedisServer> {
  const port = await freePort()
  return startServer(port, 'redis-server', (folder) => [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
    ...['--save', '', '--appendonly', 'no', '--daemonize', 'no', ...args],
  ])
}

/** Three masters; the one whose slots hold keys tagged `tag` has a replica. */
export async function startRedisCluster(tag = 'autogen'): Promise<RedisGroup> {
  const started: RedisServer[] = []
  try {
    for (let at = 0; at < 4; at += 1) {
      const busPort = String(await freePort())
      started.push(
        await startRedis([
          ...['--cluster-enabled', 'yes', '--cluster-port', busPort, '--cluster-node-timeout', '1000'],
          ...['--cluster-replica-validity-factor', '0', '--repl-diskless-sync-delay', '0'],
        ]),
      )
    }
    const [first, second, third, replica] = started as [RedisServer, RedisServer, RedisServer, RedisServer]
    await joinCluster(started)
    const slot = Number(await first.command('CLUSTER', 'KEYSLOT', `{${tag}}`))
    const master = slot < 5_461 ? first : slot < 10_923 ? second : third
    await first.command('CLUSTER', 'ADDSLOTSRANGE', '0', '5460')
    await second.command('CLUSTER', 'ADDSLOTSRANGE', '5461', '10922')
    await third.command('CLUSTER', 'ADDSLOTSRANGE', '10923', '16383')
    const masterId = String(await master.command('CLUSTER', 'MYID'))
    await until(async () => String(await replica.command('CLUSTER', 'NODES')).includes(masterId))
    await replica.command('CLUSTER', 'REPLICATE', masterId)
    await until(async () => {
      const states = await Promise.all(started.map((node) => node.command('CLUSTER', 'INFO')))
      const role = String(await replica.command('INFO', 'replication'))
      return states.every((text) => /cluster_state:ok/.test(String(text))) && /link_status:up/.test(role)
    })
    const hosts = [first, second, third].map(({ port }) => `127.0.0.1:${port}`).join(',')
    return { url: `redis+cluster://${hosts}`, master, replicas: [replica], stop: () => stopAll(started) }
  } catch (error) {
    await stopAll(started)
    throw error
  }
}

/** One master with a replica, watched by three Sentinels. */
export async function startRedisSentinel(name = 'main'): Promise<RedisGroup> {
  const started: RedisServer[] = []
  try {
    const master = await startRedis(['--repl-diskless-sync-delay', '0'])
    started.push(master)
    const replica = await startRedis([
      '--replicaof',
      `127.0.0.1 ${master.port}`,
      '--repl-diskless-sync-delay',
      '0',
    ])
    started.push(replica)
    await until(async () => /link_status:up/.test(String(await replica.command('INFO', 'replication'))))
    const sentinels: RedisServer[] = []
    for (let at = 0; at < 3; at += 1) {
      const sentinel = await startSentinel(name, master.port)
      sentinels.push(sentinel)
      started.push(sentinel)
    }
    await until(async () => {
      const texts = await Promise.all(sentinels.map((one) => one.command('SENTINEL', 'MASTER', name)))
      return texts.every((fields) => {
        const list = (fields as unknown[]).map(String)
        const fieldOf = (field: string) => list[list.indexOf(field) + 1]
        return fieldOf('num-slaves') === '1' && fieldOf('num-other-sentinels') === '2'
      })
    })
    const hosts = sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')
    return {
      url: `redis+sentinel://${hosts}/${name}`,
      master,
      replicas: [replica],
      stop: () => stopAll(started),
    }
  } catch (error) {
    await stopAll(started)
    throw error
  }
}

async function startSentinel(name: string, masterPort: number): Promise<RedisServer> {
  const port = await freePort()
  return startServer(port, 'redis-server', (folder) => {
    const file = join(folder, 'sentinel.conf')
    writeFileSync(
      file,
      [
        `port ${port}`,
        'bind 127.0.0.1',
        `dir ${folder}`,
        `sentinel monitor ${name} 127.0.0.1 ${masterPort} 2`,
        `sentinel down-after-milliseconds ${name} 1000`,
        `sentinel failover-timeout ${name} 5000`,
        '',
      ].join('\n'),
    )
    return [file, '--sentinel']
  })
}

async function startServer(
  port: number,
  program: string,
  argsIn: (folder: string) => readonly string[],
): Promise<RedisServer> {
  if (spawnSync(program, ['--version']).error !== undefined) {
    throw new Error(`${program} is not installed; on Debian: apt-get install redis-server`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-redis-'))
  const args = argsIn(folder)
  let child: ChildProcess | null = null
  const server: RedisServer = {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill: async () => {
      const running = child
      child = null
      if (running === null || running.exitCode !== null || running.signalCode !== null) return
      const ended = new Promise((resolve) => running.once('close', resolve))
      running.kill('SIGKILL')
      await ended
    },
    restart: async () => {
      child = spawn(program, [...args], { stdio: 'ignore', cwd: folder })
      // Another server on this port would answer as well.
      await until(async () =>
        String(await server.command('INFO', 'server')).includes(`process_id:${child?.pid}\r`),
      )
    },
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
    command: (name, ...rest) => runCommand(port, name, rest),
    stop: async () => {
      await server.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  try {
    await server.restart()
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function runCommand(port: number, name: string, args: readonly string[]): Promise<unknown> {
  const client = new Redis({
    port,
    host: '127.0.0.1',
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: 1_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return await client.call(name, ...args)
  } finally {
    client.disconnect()
  }
}

async function joinCluster(nodes: readonly RedisServer[]): Promise<void> {
  const [first, ...others] = nodes
  if (first === undefined) return
  const lines = await Promise.all(nodes.map((node) => node.command('CLUSTER', 'NODES')))
  // "id host:port@bus,... myself,...": the bus port is not the usual one, so it has to be said.
  const busPorts = lines.map((text) => /@(\d+)/.exec(String(text))?.[1] ?? '')
  for (const [at, node] of others.entries()) {
    await first.command('CLUSTER', 'MEET', '127.0.0.1', String(node.port), busPorts[at + 1] as string)
  }
  for (const [at, node] of nodes.entries()) {
    await node.command('CLUSTER', 'SET-CONFIG-EPOCH', String(at + 1)).catch(() => {})
  }
  await until(async () => {
    const texts = await Promise.all(nodes.map((node) => node.command('CLUSTER', 'NODES')))
    return texts.every(
      (text) =>
        String(text)
          .trim()
          .split('\n')
          .filter((line) => !/handshake|noaddr/.test(line)).length === nodes.length,
    )
  })
}

async function stopAll(servers: readonly RedisServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()))
}
