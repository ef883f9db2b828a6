import { expect, test } from 'vitest'
import type { Language } from '../language.ts'
import { indexLines } from '../text/line-index.ts'
import { enclosingSymbol } from './enclosing-symbol.ts'

/** The line that ends in `<here>` is the one asked about. */
function symbolAt(language: Language | null, text: string): string | null {
  const lines = indexLines(text)
  const line = text.split('\n').findIndex((candidate) => candidate.includes('<here>')) + 1
  return enclosingSymbol((at) => lines.lineText(at), line, language)
}

test.each<[Language | null, string, string | null]>([
  ['python', 'class A:\n    def f(self):\n        if x:\n            y() # <here>\n', 'f'],
  ['python', 'def f():\n    pass\n\nx() # <here>\n', null],
  ['python', 'def f(a=[]): # <here>\n    pass\n', 'f'],
  ['go', 'func (s *Server) Serve() error {\n\tif err != nil {\n\t\treturn err // <here>\n\t}\n}\n', 'Serve'],
  ['typescript', 'export async function load(id: string) {\n  return id // <here>\n}\n', 'load'],
  ['typescript', 'export const load = async (id: string) => {\n  return id // <here>\n}\n', 'load'],
  [
    'typescript',
    'class A {\n  private async load(id: string): Promise<void> {\n    id // <here>\n  }\n}\n',
    'load',
  ],
  ['typescript', 'function f() {\n  if (x) {\n    y() // <here>\n  }\n}\n', 'f'],
  ['java', 'class A {\n  public static String name(int x) {\n    return ""; // <here>\n  }\n}\n', 'name'],
  ['rust', 'impl A {\n    pub(crate) fn f(&self) {\n        x(); // <here>\n    }\n}\n', 'f'],
  ['ruby', 'module A\n  def self.f(x)\n    x # <here>\n  end\nend\n', 'self.f'],
  ['c', 'static int f(char *x)\n{\n\treturn 1; /* <here> */\n}\n', 'f'],
  [
    'csharp',
    'class A {\n    public async Task<int> F(int x) {\n        return 1; // <here>\n    }\n}\n',
    'F',
  ],
  ['php', 'class A {\n    public function f($x) {\n        return 1; // <here>\n    }\n}\n', 'f'],
  ['shell', 'build() {\n  rm x # <here>\n}\n', 'build'],
  ['kotlin', 'class A {\n  override suspend fun <T> List<T>.f(x: T) {\n    g() // <here>\n  }\n}\n', 'f'],
  ['kotlin', 'data class A(\n  val x: Int, // <here>\n)\n', 'A'],
  ['swift', 'public struct A {\n  @objc mutating func f() {\n    g() // <here>\n  }\n}\n', 'f'],
  ['swift', 'extension A {\n  convenience init(x: Int) {\n    g() // <here>\n  }\n}\n', 'init'],
  ['swift', 'final class A {\n  class func make() {\n    g() // <here>\n  }\n}\n', 'make'],
  ['scala', 'case class A(x: Int) {\n  override def f(y: Int) =\n    g(y) // <here>\n}\n', 'f'],
  ['scala', 'implicit class A(x: Int) {\n  g() // <here>\n}\n', 'A'],
  [null, 'nothing here\n  <here>\n', null],
  ['python', 'def one():\n    pass\n\ndef two():\n    x() # <here>\n', 'two'],
])('%s: %j is in %s', (language, text, symbol) => {
  expect(symbolAt(language, text)).toBe(symbol)
})

test('a line far from any definition, and one of many characters, are cheap and have none', () => {
  expect(symbolAt('python', `def f():\n${'    x\n'.repeat(500)}    <here>\n`)).toBeNull()
  expect(symbolAt('typescript', `${'a('.repeat(200_000)}<here>`)).toBeNull()
})
