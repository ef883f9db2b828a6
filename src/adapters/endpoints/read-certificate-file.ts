/** The dates of a certificate in a PEM file; of a chain the first one to end counts. */
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'

const certificatesMax = 20

export async function readCertificateFile(
  path: string,
): Promise<{ readonly notBefore: number; readonly notAfter: number }> {
  const text = await readFile(path, 'utf8')
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  const dates = blocks.slice(0, certificatesMax).map((block) => {
    const { validFrom, validTo } = new X509Certificate(block)
    return { notBefore: Date.parse(validFrom), notAfter: Date.parse(validTo) }
  })
  const [first] = dates.sort((one, other) => one.notAfter - other.notAfter)
  if (first === undefined) throw new Error('The file holds no certificate in PEM form.')
  return first
}
