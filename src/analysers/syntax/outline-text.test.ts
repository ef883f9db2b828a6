/** What an outline holds, language by language; and that no text, however odd, gives one that contradicts itself. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Language, languages } from '../../domain/language.ts'
import { outlinedLanguages } from '../../ports/syntax/syntax.ts'
import { openGrammars } from '../ast-grep/grammars.ts'
import { outlineOf, told } from './fixtures/told.ts'
import { outlineText } from './outline-text.ts'
import { charactersMax } from './protocol.ts'
import { readingOf } from './reading-of.ts'

const grammars = await openGrammars()

const typescript = `import type { A, B as C } from './a.ts'
import fs, * as path from 'node:fs'

/** Doc. */
@Injectable()
export class Cart<T> extends Base implements Shape {
  readonly items: Item[] = []
  private handler = async (event: Event) => {
    this.add(event)
  }
  static #count = 0

  constructor(private readonly store: Store) {
    super(store)
  }

  @Memo()
  get total(): number {
    return this.items.reduce((sum, item) => sum + price(item), 0)
  }

  #secret() {}
}

export interface Shape {
  area(
    scale: number,
  ): number
  name: string
}

export type Id = string
export enum Color { Red }
declare function overloaded(a: string): void
const LIMIT = 5, other = 6
export const sum = (
  a: number,
  b: number,
): number => {
  const local = a
  const inner = () => local
  return inner() + b
}
const table = {
  rows() { return 1 },
  cells: function () { return 2 },
  plain: 3,
}
if (LIMIT) {
  const hidden = 1
}
namespace Deep {
  export const x = 1
  export function y() {}
}
exports.run = function () {}
export default () => new Cart<Id>(table.rows())
export { sum as total } from './b.ts'
`

describe('outlines', () => {
  test('TypeScript', () => {
    expect(told('typescript', typescript)).toMatchInlineSnapshot(`
      "class Cart 5-23 (to 6)
        variable items 7-7
        method handler 8-10
        variable #count 11-11
        method constructor 13-15
        method total 17-20 (to 18)
        method #secret 22-22
      interface Shape 25-30
        method area 26-28 (to 28)
      type Id 32-32
      type Color 33-33
      function overloaded 34-34
      variable LIMIT 35-35
      variable other 35-35
      function sum 36-43 (to 39)
        function inner 41-41
      variable table 44-48
        method rows 45-45
        method cells 46-46
      module Deep 52-55
        variable x 53-53
        function y 54-54
      function run 56-56
      function default 57-57
      import: A@1 B@1 fs@2 path@2 sum@58
      type: T@6 Base@6 Shape@6 Item@7 Event@8 Store@13 Id@57
      call: Injectable@5 add@9 Memo@17 reduce@19 price@19 inner@42 Cart@57 rows@57"
    `)
  })

  test('a decorator that holds functions', () => {
    expect(
      told(
        'typescript',
        `@Module({
  useFactory: () => make(),
})
export class Shop {
  run() {}
}
`,
      ),
    ).toMatchInlineSnapshot(`
      "class Shop 1-6 (to 4)
        method useFactory 2-2
        method run 5-5
      import: 
      type: 
      call: Module@1 make@2"
    `)
  })

  test('JavaScript and JSX', () => {
    expect(
      told(
        'javascript',
        `const { a } = require('./a')
export default function App({ items }) {
  const [open, setOpen] = useState(false)
  const close = useCallback(() => setOpen(false), [])
  function onClick() { close() }
  return <Layout.Main onClick={onClick}>{items.map((item) => <Item key={item.id} />)}</Layout.Main>
}
var Old = class { go() {} }
Old.prototype.stop = function* () { yield 1 }
export const settings = {
  load: async () => {
    await fetch('/')
  },
}
`,
      ),
    ).toMatchInlineSnapshot(`
      "function App 2-7
        function onClick 5-5
      class Old 8-8
        method go 8-8
      function stop 9-9
      variable settings 10-14
        method load 11-13
      import: 
      type: 
      call: require@1 useState@3 useCallback@4 setOpen@4 close@5 Main@6 map@6 Item@6 fetch@12"
    `)
    expect(
      told('tsx', 'export const View: FC<Props> = ({ a }) => <Box a={a as Name} />\n'),
    ).toMatchInlineSnapshot(`
      "function View 1-1
      import: 
      type: FC@1 Props@1 Name@1
      call: Box@1"
    `)
  })

  test('Python', () => {
    expect(
      told(
        'python',
        `import os.path
from .models import User, Order as O

LIMIT: int = 10
type Pair = tuple[int, int]
square = lambda x: x * x

@app.route("/")
@login_required
async def index(
    request: Request,
) -> Response:
    # about
    local = load(request)
    def inner():
        return local
    return render(inner())


class Cart(Base, metaclass=Meta):
    rate = 0.2

    @property
    def total(self) -> "Decimal":
        return sum(item.price() for item in self.items)

if LIMIT:
    hidden = 1
`,
      ),
    ).toMatchInlineSnapshot(`
      "variable LIMIT 4-4
      type Pair 5-5
      function square 6-6
      function index 8-17 (to 12)
        function inner 15-16
      class Cart 20-25
        variable rate 21-21
        method total 23-25 (to 24)
      import: path@1 User@2 Order@2
      type: int@4 tuple@5 int@5 Request@11 Response@12 Base@20 Decimal@24
      call: route@8 login_required@9 load@14 render@17 inner@17 property@23 sum@25 price@25"
    `)
  })

  test('Go', () => {
    expect(
      told(
        'go',
        `package cart

import (
	"fmt"
	yaml "gopkg.in/yaml.v3"
)

const (
	Limit = 10
	A, B  = 1, 2
)

var store = NewStore[Item]()

type (
	Cart struct {
		Items []Item
	}
	Shape interface {
		Area(scale float64) float64
	}
)

type ID = string

func (c *Cart) Total(
	rate float64,
) (sum float64, err error) {
	const local = 1
	for _, item := range c.Items {
		sum += item.Price(rate)
	}
	return sum, fmt.Errorf("no %v", &Order{})
}

func Map[T any](list []T, f func(T) T) []T { return nil }
`,
      ),
    ).toMatchInlineSnapshot(`
      "variable Limit 9-9
      variable A 10-10
      variable B 10-10
      variable store 13-13
      class Cart 16-18
      interface Shape 19-21
        method Area 20-20
      type ID 24-24
      method Total 26-34 (to 28)
      function Map 36-36
      import: fmt@4 yaml.v3@5
      type: Item@17 Cart@26 Order@33 T@36
      call: Price@31 Errorf@33"
    `)
  })

  test('Java', () => {
    expect(
      told(
        'java',
        `package shop;

import java.util.List;
import static org.junit.Assert.*;

@Entity
public class Cart extends Base implements Shape {
    private static final int LIMIT = 10;

    @Inject
    public Cart(Store store) {
        super(store);
    }

    @Override
    public List<Item> total(
        int rate
    ) throws IOException
    {
        return items.stream().map(Item::price).collect(new Sum<>());
    }

    enum Color { RED; void paint() {} }
    record Point(int x, int y) { Point { check(x); } }
    interface Inner { int area(); int MAX = 3; }
    @interface Mark { String value() default ""; }
}
`,
      ),
    ).toMatchInlineSnapshot(`
      "class Cart 6-27 (to 7)
        variable LIMIT 8-8
        method Cart 10-13 (to 11)
        method total 15-21 (to 18)
        class Color 23-23
          method paint 23-23
        class Point 24-24
          method Point 24-24
        interface Inner 25-25
          method area 25-25
          variable MAX 25-25
        interface Mark 26-26
          method value 26-26
      import: List@3 Assert@4
      type: Entity@6 Base@7 Shape@7 Inject@10 Store@11 Override@15 List@16 Item@16 IOException@18 Sum@20 String@26
      call: stream@20 map@20 price@20 collect@20 Sum@20 check@24"
    `)
  })

  test('Ruby', () => {
    expect(
      told(
        'ruby',
        `require 'json'
require_relative '../lib/cart'

module Shop
  LIMIT = 10

  class Cart < Base
    include Comparable

    def initialize(store)
      @store = store
      local = 1
    end

    def total(rate = 1)
      items.sum { |item| item.price * rate + discount }
    end

    def self.build(*) = new(Store.new)

    class << self
      def other; end
    end

    def empty
    end
  end
end

class Shop::Order
  def ==(other)
    other.is_a?(Order)
  end
end

def run
  Shop::Cart.build.total
end
`,
      ),
    ).toMatchInlineSnapshot(`
      "module Shop 4-28
        variable LIMIT 5-5
        class Cart 7-27
          method initialize 10-13
          method total 15-17
          method build 19-19
          method other 22-22
          method empty 25-26 (to 26)
      class Order 30-34
        method == 31-33
      function run 36-38
      import: json@1 cart@2
      type: Base@7 Comparable@8 Store@19 Shop@30 Order@32 Shop@37 Cart@37
      call: require@1 require_relative@2 include@8 items@16 sum@16 price@16 discount@16 new@19 is_a?@32 build@37 total@37"
    `)
  })

  test('Rust', () => {
    expect(
      told(
        'rust',
        `use std::{collections::HashMap, io::{self, Read as R}};
mod parts;

/// Doc.
#[derive(Debug)]
#[serde(default)]
pub struct Cart<T> { items: Vec<T> }

pub enum Color { Red(u8) }
pub trait Shape { const N: usize; type Out; fn area(&self) -> f64; fn twice(&self) -> f64 { self.area() * 2.0 } }
static LIMIT: u32 = 10;
type Id = String;

impl<T: Shape> Display for Cart<T>
where
    T: Clone,
{
    #[inline]
    pub fn total(
        &self,
    ) -> f64 {
        const LOCAL: u32 = 1;
        self.items.iter().map(|item| item.area()).sum::<f64>()
    }
}

macro_rules! square { ($x:expr) => { $x * $x }; }

#[cfg(test)]
mod tests {
    #[test]
    fn adds() {
        assert_eq!(Cart::new(parse("1")).total(), 1.0);
    }
}
`,
      ),
    ).toMatchInlineSnapshot(`
      "class Cart 5-7 (to 7)
      type Color 9-9
      interface Shape 10-10
        variable N 10-10
        type Out 10-10
        method area 10-10
        method twice 10-10
      variable LIMIT 11-11
      type Id 12-12
      class Cart 14-25 (to 16)
        method total 18-24 (to 21)
      function square 27-27
      module tests 29-35 (to 30)
        function adds 31-34 (to 32)
      import: HashMap@1 Read@1 parts@2
      type: T@7 Vec@7 String@12 T@14 Shape@14 Display@14 T@16 Clone@16
      call: area@10 iter@23 map@23 area@23 sum@23 assert_eq@33 new@33 parse@33 total@33"
    `)
  })

  test('PHP', () => {
    expect(
      told(
        'php',
        `<?php
namespace Shop;

use App\\Models\\Item;
use function App\\price;

const LIMIT = 10;

#[Entity]
final class Cart extends Base implements Shape
{
    use Logs;
    const RATE = 2;
    private ?Item $first = null;

    public function __construct(private Store $store) {}

    public function total(
        int $rate
    ): float {
        return array_sum(array_map(fn(Item $i) => $i->price($rate), $this->items)) + Tax::of($this) + self::RATE;
    }
}

interface Shape { public function area(): float; }
trait Logs { function log() {} }
enum Color: string { case Red = 'r'; public static function of() {} }

function build(): Cart { return new Cart(new \\App\\Store()); }
`,
      ),
    ).toMatchInlineSnapshot(`
      "variable LIMIT 7-7
      class Cart 9-23 (to 10)
        variable RATE 13-13
        variable first 14-14
        method __construct 16-16
        method total 18-22 (to 20)
      interface Shape 25-25
        method area 25-25
      class Logs 26-26
        method log 26-26
      class Color 27-27
        method of 27-27
      function build 29-29
      import: Item@4 price@5
      type: Entity@9 Base@10 Shape@10 Logs@12 Item@14 Store@16 Item@21 Tax@21 Cart@29
      call: array_sum@21 array_map@21 price@21 of@21 Cart@29 Store@29"
    `)
  })

  test('C#', () => {
    expect(
      told(
        'csharp',
        `using System;
using Shop.Models;

namespace Shop.Carts
{
    [Serializable]
    public class Cart : Base, IShape<Item>
    {
        private readonly List<Item> items = new List<Item>();
        public event EventHandler Changed;
        public decimal Total
        {
            get { return items.Sum(i => i.Price()); }
        }
        public string Name => GetName();

        [Inject]
        public Cart(Store store) : base(store)
        {
        }

        public async Task<Order?> Submit(
            Order order)
        {
            int Twice(int x) => x * 2;
            await store?.Save<Order>(order);
            throw new InvalidOperationException(nameof(order));
        }
    }

    public interface IShape<T> { double Area(); }
    public record Point(int X, int Y);
    public struct Pair { public int A; }
    public enum Color { Red }
    public delegate void Handler(object sender);
}
`,
      ),
    ).toMatchInlineSnapshot(`
      "module Shop.Carts 4-36
        class Cart 6-29 (to 7)
          variable items 9-9
          variable Changed 10-10
          variable Total 11-14
          variable Name 15-15
          method Cart 17-20 (to 18)
          method Submit 22-28 (to 23)
            function Twice 25-25
        interface IShape 31-31
          method Area 31-31
        class Point 32-32
        class Pair 33-33
          variable A 33-33
        type Color 34-34
        type Handler 35-35
      import: System@1 Models@2
      type: Serializable@6 Base@7 IShape@7 Item@7 List@9 Item@9 EventHandler@10 Inject@17 Store@18 Task@22 Order@22 Order@23 Order@26 InvalidOperationException@27
      call: List@9 Sum@13 Price@13 GetName@15 Save@26 InvalidOperationException@27 nameof@27"
    `)
  })

  test('C', () => {
    expect(
      told(
        'c',
        `#include <stdio.h>
#include "shop/cart.h"
#define LIMIT 10
#define SQUARE(x) ((x) * (x))

typedef struct cart {
  int count;
} cart_t;

enum color { RED };
struct later;
static int counter = 0;
int (*callback)(int);
int declared(const cart_t *cart);

static struct cart *
cart_new(
    int count)
{
  int local = SQUARE(count);
  cart_t *cart = malloc(sizeof(cart_t));
  cart->ops->init(cart, local);
  return cart;
}
`,
      ),
    ).toMatchInlineSnapshot(`
      "variable LIMIT 3-3
      function SQUARE 4-4
      type cart_t 6-8
        class cart 6-8
      type color 10-10
      variable counter 12-12
      variable callback 13-13
      function declared 14-14
      function cart_new 16-24 (to 18)
      import: stdio.h@1 shop/cart.h@2
      type: later@11 cart_t@14 cart@16 cart_t@21
      call: SQUARE@20 malloc@21 init@22"
    `)
  })

  test('shell', () => {
    expect(
      told(
        'shell',
        `#!/bin/sh
set -eu
. ./lib/common.sh
LIMIT=10
readonly NAME="a"

build() {
  local inner=1
  npm run "$inner"
}

function clean
{
  rm -rf "$dir" && build
}
clean
`,
      ),
    ).toMatchInlineSnapshot(`
      "variable LIMIT 4-4
      variable NAME 5-5
      function build 7-10
      function clean 12-15
      import: common.sh@3
      type: 
      call: set@2 .@3 npm@9 rm@14 build@14 clean@16"
    `)
  })

  test('languages without a parser, and no text at all', () => {
    const read = languages.filter((language) => outlineText(grammars, language, 'a') !== null)
    expect(read).toEqual([...outlinedLanguages])
    for (const language of read) {
      for (const text of ['', '\n', '  \n\n']) {
        expect(outlineOf(language, text)).toEqual({ definitions: [], references: [], errors: 0 })
      }
    }
  })
})

describe('errors', () => {
  test.each<[Language, string]>([
    ['javascript', 'foo(1, 2'],
    ['typescript', 'const a = {'],
    ['tsx', 'const a = <b>'],
    ['python', 'def f(:\n  pass\n'],
    ['python', 'def f():\n'],
    ['go', 'package a\nfunc f() {\n'],
    ['java', 'class A { int a = 1 }'],
    ['ruby', 'def a\n  b\n'],
    ['rust', 'fn a() { let x = 1 }'],
    ['php', '<?php function a() { b() }'],
    ['csharp', 'class A { int a = 1 }'],
    ['c', 'int a() { return 1 }'],
    ['cpp', 'class A { int a() { return 1 } };'],
    ['cpp', 'namespace a { void f() {'],
    ['kotlin', 'fun a() { val b = }'],
    ['kotlin', 'class A { fun b( }'],
    ['swift', 'func a() { let b = }'],
    ['swift', 'struct A { var b: }'],
    ['scala', 'class A { def b = }'],
    ['scala', 'def a(b: Int = c(1'],
    ['shell', 'if true; then echo'],
  ])('%s: %j', (language, text) => {
    expect(outlineOf(language, text).errors).toBeGreaterThan(0)
  })

  test('an empty string, an empty heredoc and an empty block are none', () => {
    expect(outlineOf('go', 'package a\n\nvar a = ``\n').errors).toBe(0)
    expect(outlineOf('shell', 'cat <<A\nA\n').errors).toBe(0)
    expect(outlineOf('typescript', "const a = ''; const b = ``; function f() {}\n").errors).toBe(0)
  })

  test('a long text is looked through as well', () => {
    const line = 'int a = 1;\n'
    const long = `class A {\n${line.repeat(20_000)}int b = 1\n}\n`
    expect(outlineOf('java', long).errors).toBe(1)
  })
})

describe('hostile texts', () => {
  test('names of built-in properties are names', () => {
    expect(
      told('javascript', 'function constructor() { __proto__() }\nconst hasOwnProperty = () => toString()\n'),
    ).toMatchInlineSnapshot(`
      "function constructor 1-1
      function hasOwnProperty 2-2
      import: 
      type: 
      call: __proto__@1 toString@2"
    `)
  })

  test('a lone surrogate, NUL and a name of a megabyte', () => {
    expect(
      outlineOf('javascript', 'function \ud800() {}\n\u0000\nfunction after() {}\n').definitions.at(-1),
    ).toMatchObject({
      name: 'after',
      line: 3,
    })
    const [long] = outlineOf('python', `def ${'a'.repeat(500_000)}():\n  pass\n`).definitions
    expect(long?.name.length).toBe(200)
  })

  test('too long and too deep are not read', () => {
    expect(outlineText(grammars, 'go', ' '.repeat(charactersMax + 1))).toBe(null)
    expect(outlineText(grammars, 'go', `${'('.repeat(1_001)}${')'.repeat(1_001)}`)).toBe(null)
  })

  test('thousands of calls and definitions are cut', () => {
    const calls = Array.from({ length: 8_000 }, (_, at) => `f${at}()`).join('\n')
    expect(outlineOf('python', calls).references.length).toBe(5_000)
    const functions = 'function a() {}\n'.repeat(6_000)
    expect(outlineOf('javascript', functions).definitions.length).toBe(5_000)
  })

  test('spans nest and stay within the text, whatever the text', () => {
    const language = fc.constantFrom<Language>(
      'typescript',
      'tsx',
      'python',
      'go',
      'java',
      'ruby',
      'rust',
      'php',
      'csharp',
      'c',
      'cpp',
      'kotlin',
      'swift',
      'scala',
      'shell',
    )
    const word = fc.constantFrom(
      ...[
        'class A',
        'def a',
        'func f()',
        'fn b()',
        '{',
        '}',
        '(',
        ')',
        ';',
        '\n',
        '  ',
        'end',
        ':',
        'const x =',
        '=>',
        'a()',
        '@d\n',
      ],
      ...[
        'interface I',
        'impl T',
        '#[a]\n',
        'export default',
        'namespace N',
        '<?php ',
        'struct S',
        'template <class T>',
        'A::b()',
        'fun c()',
        'object O',
        'extension E',
        'val v',
        'given g',
        'Q_OBJECT\n',
        'signals :',
        '`a b`',
        '#if X\n',
        'nonisolated(unsafe)',
        ', ->',
        '0..<1',
        'class SHOP_API C :',
        '=',
        ',',
        '"',
        "'",
        '`',
        '\u0000',
        '\ud83e',
        'é🦀',
        '\r\n',
      ],
    )
    fc.assert(
      fc.property(language, fc.array(word, { maxLength: 60 }), (chosen, words) => {
        const text = words.join(' ')
        const { definitions, references } = outlineOf(chosen, text)
        const readable = readingOf(chosen)?.readable?.(text) ?? text
        expect(readable.split('\n').map(({ length }) => length)).toEqual(
          text.split('\n').map(({ length }) => length),
        )
        const lines = text.split('\n').length
        for (const [at, { line, endLine, signatureEndLine, parent }] of definitions.entries()) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(signatureEndLine).toBeGreaterThanOrEqual(line)
          expect(endLine).toBeGreaterThanOrEqual(signatureEndLine)
          expect(lines).toBeGreaterThanOrEqual(endLine)
          expect(line).toBeGreaterThanOrEqual(definitions[at - 1]?.line ?? 1)
          if (parent === null) continue
          expect(parent).toBeLessThan(at)
          expect(line).toBeGreaterThanOrEqual(definitions[parent]?.line ?? 0)
          expect(endLine).toBeLessThanOrEqual(definitions[parent]?.endLine ?? 0)
        }
        for (const { line } of references) expect(line >= 1 && line <= lines).toBe(true)
      }),
      { numRuns: 600 },
    )
  })
})
