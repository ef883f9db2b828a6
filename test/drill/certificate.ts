/** A certificate that ends in so many days. */
import { execFileSync } from 'node:child_process'

export function certificateOfDays(file: string, days: number): void {
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync(
    'openssl',
    [...words, '-keyout', `${file}.key`, '-out', file, '-days', String(days), '-subj', '/CN=drill'],
    { stdio: 'ignore' },
  )
}
