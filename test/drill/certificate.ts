/**
 * A certificate of ninety days that ends in so many. Issued in the past, which `openssl req` cannot do: one that ends
 * soon because it was made for few days is no cause for alarm.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const lifetimeDays = 90

export function certificateOfDays(file: string, days: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'drill-certificate-'))
  try {
    const place = (name: string) => join(folder, name)
    writeFileSync(place('index'), '')
    writeFileSync(place('ca.conf'), authority(folder))
    const key = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      `${file}.key`,
    ]
    openssl('req', '-new', ...key, '-subj', '/CN=drill', '-out', place('request'))
    const span = ['-startdate', dayFrom(days - lifetimeDays), '-enddate', dayFrom(days)]
    const words = ['-batch', '-selfsign', '-notext', '-config', place('ca.conf'), '-keyfile', `${file}.key`]
    openssl('ca', ...words, ...span, '-in', place('request'), '-out', file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function openssl(...words: readonly string[]): void {
  execFileSync('openssl', words, { stdio: 'ignore' })
}

/** As in `20261123120000Z`. */
function dayFrom(days: number): string {
  const text = new Date(Date.now() + days * 86_400_000).toISOString()
  return `${text.slice(0, 19).replaceAll(/[-:T]/g, '')}Z`
}

function authority(folder: string): string {
  return `[ca]
default_ca = drill
[drill]
new_certs_dir = ${folder}
database = ${folder}/index
default_md = sha256
policy = any
rand_serial = yes
[any]
commonName = supplied
`
}
