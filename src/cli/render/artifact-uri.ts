/** Paths as SARIF wants them: a relative URI of the path's bytes, whatever they are. */

/** @param base64 the path's bytes when they are not UTF-8 */
export function artifactUri(path: string, base64?: string): string {
  const bytes = base64 === undefined ? Buffer.from(path, 'utf8') : Buffer.from(base64, 'base64')
  let uri = ''
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    uri += /[A-Za-z0-9._~/-]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return uri
}
