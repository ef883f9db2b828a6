/**
 * What a path alone says about a file: whether a person wrote it. Never what `.gitattributes` of the change says,
 * which would let a change hide itself.
 */
export type PathKind = 'vendored' | 'generated' | 'minified' | 'binary'

const vendoredFolders: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'jspm_packages',
  'vendor',
  'vendored',
  'third_party',
  'third-party',
  'thirdparty',
  'Godeps',
  'Pods',
  'Carthage',
  'site-packages',
  '.venv',
  '.yarn',
  '.pnpm-store',
])

const generatedNames: readonly RegExp[] = [
  /\.(?:generated|gen|g|designer)\.[a-z]{1,5}$/i,
  /\.pb(?:\.gw|\.validate)?\.(?:go|cc|h|c|rb|swift)$/,
  /_pb2(?:_grpc)?\.pyi?$/,
  /_(?:pb|grpc_pb)\.(?:js|d\.ts)$/,
  /^(?:bindata|zz_generated\.[a-z]+|wire_gen)\.go$/,
  /\.(?:snap|storyshot)$/,
  /\.po$|\.pot$/,
]

const minifiedNames = /(?:\.min\.(?:js|mjs|cjs|css)|[.-]bundle\.js|\.js\.map|\.css\.map)$/i

const binaryNames =
  /\.(?:png|jpe?g|gif|webp|avif|ico|bmp|tiff?|psd|pdf|zip|t?gz|bz2|xz|zst|7z|rar|jar|war|class|so|dll|dylib|exe|o|a|lib|wasm|woff2?|ttf|otf|eot|mp[34]|mov|avi|webm|ogg|wav|flac|sqlite3?|db|pyc|parquet|keystore|jks|p12|pfx)$/i

/** @param path with `/` between its parts */
export function pathKind(path: string): PathKind | null {
  const parts = path.split('/')
  const name = parts.pop() ?? ''
  if (parts.some((folder) => vendoredFolders.has(folder))) return 'vendored'
  if (binaryNames.test(name)) return 'binary'
  if (minifiedNames.test(name)) return 'minified'
  return generatedNames.some((pattern) => pattern.test(name)) ? 'generated' : null
}
