/**
 * Where Biome is: a native program in a package of its own for each platform. The script that npm links is passed over,
 * because it starts two further processes to find out what is decided here.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'

/** Null when Biome is not installed for this platform. */
export function programPath(platform: string = process.platform, arch: string = process.arch): string | null {
  const require = createRequire(import.meta.url)
  let resolve: NodeJS.RequireResolve
  try {
    resolve = createRequire(require.resolve('@biomejs/biome/package.json')).resolve
  } catch {
    return null
  }
  for (const name of packageNames(platform, arch)) {
    try {
      const program = resolve(`@biomejs/${name}/${platform === 'win32' ? 'biome.exe' : 'biome'}`)
      if (existsSync(program)) return program
    } catch {}
  }
  return null
}

/** The one for the C library at hand first: a package manager may have installed both. */
function packageNames(platform: string, arch: string): readonly string[] {
  const name = `cli-${platform}-${arch}`
  if (platform !== 'linux') return [name]
  const musl = existsSync(`/lib/ld-musl-${arch === 'x64' ? 'x86_64' : 'aarch64'}.so.1`)
  return musl ? [`${name}-musl`, name] : [name, `${name}-musl`]
}
