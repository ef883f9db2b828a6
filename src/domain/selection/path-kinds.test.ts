import { expect, test } from 'vitest'
import { pathKind } from './path-kinds.ts'

test.each([
  ...[
    'node_modules/a.js',
    'web/bower_components/a.js',
    'jspm_packages/x',
    'vendor/x.go',
    'vendored/x',
    'third_party/x',
    'third-party/x',
    'thirdparty/x',
    'Godeps/x',
    'ios/Pods/x.m',
    'Carthage/x',
    'lib/site-packages/x.py',
    '.venv/x.py',
    '.yarn/releases/yarn.cjs',
    '.pnpm-store/x',
  ].map((path) => [path, 'vendored'] as const),
  ...[
    'a.generated.ts',
    'b.gen.go',
    'c.g.dart',
    'D.Designer.cs',
    'x.pb.go',
    'x.pb.gw.go',
    'x.pb.validate.go',
    'x.pb.cc',
    'x_pb2.py',
    'x_pb2_grpc.py',
    'x_pb2.pyi',
    'x_pb.js',
    'x_grpc_pb.d.ts',
    'bindata.go',
    'zz_generated.deepcopy.go',
    'wire_gen.go',
    'a/b.test.ts.snap',
    'x.storyshot',
    'de.po',
    'messages.pot',
  ].map((path) => [path, 'generated'] as const),
  ...['a.min.js', 'a.min.css', 'a.MIN.mjs', 'app-bundle.js', 'app.bundle.js', 'a.js.map', 'a.css.map'].map(
    (path) => [path, 'minified'] as const,
  ),
  ...[
    'a.png',
    'A.JPG',
    'a.jpeg',
    'a.tgz',
    'a.tar.gz',
    'a.wasm',
    'a.woff2',
    'a.jks',
    'a.pdf',
    'a.sqlite',
    'a.sqlite3',
  ].map((path) => [path, 'binary'] as const),
  ...[
    'src/a.ts',
    'vendor',
    'myvendor/a.go',
    'vendors/a.go',
    'node_modules',
    'min.js',
    'admin.js',
    'generated.ts',
    'bundle.js',
    'snap',
    'a.po.ts',
    'png',
    'x.pngx',
    'pb.go',
    'genesis.ts',
    'a.map',
    '',
  ].map((path) => [path, null] as const),
])('%s is %s', (path, kind) => {
  expect(pathKind(path)).toBe(kind)
})

test('names are taken whole: nothing before or after makes them match', () => {
  const near = [
    'xbindata.go',
    'bindata.gox',
    'a.snap.ts',
    'x.pb.gox',
    'xzz_generated.go.txt',
    'a_pb2.pyx',
    'wire_gen.go.md',
    'a.pot.txt',
    'x.min.jsx',
    'a.js.maps',
    'a.wasm.ts',
    'a.generated',
    'a.g.',
    'x_grpc_pb.ts',
  ]
  expect(near.filter((path) => pathKind(path) !== null)).toEqual([])
})

test('the folder decides before the name', () => {
  expect(pathKind('vendor/a.png')).toBe('vendored')
  expect(pathKind('a.min.js.png')).toBe('binary')
})
