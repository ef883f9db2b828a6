/**
 * Settings of the server. Those on which a promise rests go on its command line, where neither a file nor ALTER SYSTEM
 * changes them; the sizes are written into postgresql.conf once, for whoever runs it to change.
 */

export type ServerSettings = Readonly<Record<string, string>>

export function commandLineSettings(socketFolder: string, extra: ServerSettings): readonly string[] {
  const settings: ServerSettings = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    // An answered webhook is on the disk.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    restart_after_crash: 'on',
    logging_collector: 'off',
    log_destination: 'stderr',
    // Neither values nor keys of rows: payloads have secrets in them.
    log_error_verbosity: 'terse',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    ...extra,
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

export const configurationFile = `# Written once by autogen-bot. Change it to fit the machine, then restart autogen-bot.
# Socket, durability and logging are set on the command line and are not changed from here.
max_connections = 100
shared_buffers = 64MB
work_mem = 4MB
maintenance_work_mem = 64MB
effective_cache_size = 512MB
# Containers have 64 MB of shared memory, which one parallel query may exhaust.
max_parallel_workers_per_gather = 0
jit = off
random_page_cost = 1.1

wal_level = replica
wal_compression = on
min_wal_size = 80MB
max_wal_size = 512MB
checkpoint_completion_target = 0.9

# Tables of a queue turn over quickly.
autovacuum_naptime = 15s
autovacuum_vacuum_scale_factor = 0.05
autovacuum_vacuum_cost_delay = 1ms
idle_in_transaction_session_timeout = 5min

timezone = UTC
log_timezone = UTC
log_line_prefix = '%m [%p] %a '
log_min_duration_statement = 2s
log_checkpoints = off
log_lock_waits = on
`

/** Nobody but us reaches the socket (its folder is closed), so the socket asks for nothing. */
export const accessFile = `# Written by autogen-bot.
local all all trust
`
