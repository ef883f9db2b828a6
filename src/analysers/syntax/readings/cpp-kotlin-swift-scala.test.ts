/** C++, Kotlin, Swift and Scala, with what each of their grammars is behind in. */
import { describe, expect, test } from 'vitest'
import { outlineOf, told } from '../fixtures/told.ts'

describe('outlines', () => {
  test('C++', () => {
    expect(
      told(
        'cpp',
        `#include <vector>
#include "shop/cart.h"
#define LIMIT 10
using std::string;
using namespace std;
using Id = std::string;
template <typename T> using List = std::vector<T>;

namespace shop::carts {

enum class Color : int { Red, Green };

template <typename T, int N = 3>
class Cart : public Base<T>, private Shape {
 public:
  explicit Cart(Store &store) : store_(store), count_{0} {}
  virtual ~Cart() = default;
  Cart(const Cart &) = delete;
  virtual double area() const = 0;
  T &operator[](std::size_t at) { return items_[at]; }
  operator bool() const { return !items_.empty(); }
  static constexpr int max = 5;
  template <class U> void each(U &&f) { for (auto &i : items_) f(i); }
  friend bool operator==(const Cart &a, const Cart &b);
  auto total() const -> double { return std::accumulate(items_.begin(), items_.end(), 0.0); }
  struct Inner { int a; };
  int (*callback)(int);
  [[nodiscard]] int size() const noexcept override;
 private:
  std::vector<T> items_;
  Store &store_;
  int a, b;
};

template <typename T>
double Cart<T>::price(
    const Item &item) const
{
  int local = 1;
  auto fn = [this, &item](int x) -> int { return this->tax(x) + item.price(); };
  auto p = std::make_unique<Order>(fn(local));
  Order *o = new shop::Order(1);
  Order other(2);
  p->save<int>();
  delete o;
  try { run(); } catch (const std::exception &e) { log(e.what()); }
  return static_cast<double>(helper<T>(local)) + Tax::of(item);
}

Cart::~Cart() { close(); }
std::ostream &operator<<(std::ostream &out, const Cart &c) { return out << c; }
bool shop::operator==(const A &a, const A &b) { return true; }
static int counter = 0, second;
extern int declared(const Cart &cart);
const char *names[] = {"a"};
const auto square = [](int x) { return x * x; };
template <typename T> concept Small = sizeof(T) < 8 && requires(T a) { a.f(); };
typedef struct { int x; } Point;
union U { int a; float b; };
}  // namespace
namespace { int hidden() { return 1; } }
extern "C" { void c_api(int); int c_impl(void) { return 0; } }
template <> struct std::hash<Id> { size_t operator()(const Id &i) const { return 1; } };
inline namespace v1 {}
struct Fwd;
auto operator""_kg(long double x) { return x; }
Foo::Foo() : Base(1) { }
int Foo::value = 3;
TEST(Cart, AddsUp) { EXPECT_EQ(Cart().size(), 1); }
TEST_F(CartTest, Sums) {
  EXPECT_EQ(1, 2);
}
BOOST_AUTO_TEST_CASE(is_empty) {}
class SHOP_API Widget final : public Base {
  Q_OBJECT
  Q_PROPERTY(int size READ size)

 public slots:
  void go();

 signals:
  void gone();
};
SHOP_EXPORT Widget *widget_new(int size);
`,
      ),
    ).toMatchInlineSnapshot(`
      "variable LIMIT 3-3
      type Id 6-6
      type List 7-7
      module shop::carts 9-60
        type Color 11-11
        class Cart 13-33 (to 14)
          method Cart 16-16
          method ~Cart 17-17
          method Cart 18-18
          method area 19-19
          method operator[] 20-20
          method operator bool 21-21
          variable max 22-22
          method each 23-23
          method total 25-25
          class Inner 26-26
            variable a 26-26
          variable callback 27-27
          method size 28-28
          variable items_ 30-30
          variable store_ 31-31
          variable a 32-32
        method price 35-48 (to 37)
        method ~Cart 50-50
        function operator<< 51-51
        method operator== 52-52
        variable counter 53-53
        function declared 54-54
        variable names 55-55
        function square 56-56
        type Small 57-57
        type Point 58-58
          variable x 58-58
        class U 59-59
          variable a 59-59
          variable b 59-59
      function hidden 61-61
      function c_api 62-62
      function c_impl 62-62
      class hash 63-63
        method operator() 63-63
      module v1 64-64
      function operator""_kg 66-66
      method Foo 67-67
      variable value 68-68
      function Cart.AddsUp 69-69
      function CartTest.Sums 70-72
      function is_empty 73-73
      class Widget 74-83
        method go 79-79
        method gone 82-82
      function widget_new 84-84
      import: vector@1 shop/cart.h@2 string@4 std@5
      type: string@6 T@7 vector@7 T@13 Base@14 T@14 Shape@14 Store@16 Cart@18 T@20 size_t@20 U@23 Cart@24 vector@30 T@30 Store@31 T@35 Cart@36 T@36 Item@37 Order@41 Order@42 shop@42 Order@43 exception@46 T@47 Tax@47 Cart@50 ostream@51 Cart@51 shop@52 A@52 Cart@54 T@57 Id@63 Fwd@65 Foo@67 Foo@68 Cart@69 AddsUp@69 CartTest@70 Sums@70 is_empty@73 Base@74 Widget@84
      call: empty@21 f@23 accumulate@25 begin@25 end@25 tax@40 price@40 make_unique@41 fn@41 Order@42 save@44 run@46 log@46 what@46 helper@47 of@47 close@50 f@57 EXPECT_EQ@69 Cart@69 size@69 EXPECT_EQ@71"
    `)
  })

  test('Kotlin', () => {
    expect(
      told(
        'kotlin',
        `@file:JvmName("Carts")
package shop.carts

import shop.models.Item
import shop.models.Order as O
import kotlin.math.*

typealias Id = String
const val LIMIT = 10
private val store: Store by lazy { Store() }

@Serializable
data class Point(val x: Int, val y: Int = 0)

sealed interface Shape { val area: Double; fun scale(by: Double): Shape }

enum class Color(val hex: String) { RED("f") { override fun paint() {} }, GREEN("0"); abstract fun paint() }

@Entity
open class Cart<T : Item>(
    private val store: Store,
    val items: MutableList<T> = mutableListOf(),
) : Base(store), Shape by Other(), Closeable {
    companion object {
        const val RATE = 2
        @JvmStatic fun build(): Cart<Item> = Cart(Store())
    }
    var total: Double
        get() = items.sumOf { it.price() }
        set(value) { field = value }
    val lazyName by lazy { load() }
    lateinit var other: Order
    private var a = 1

    init { register(this) }

    constructor(name: String) : this(Store(name)) { log(name) }

    @Throws(IOException::class)
    override suspend fun submit(
        order: Order,
    ): Result<Order?> where T : Any {
        val local = 1
        fun twice(x: Int) = x * 2
        val f = { x: Int -> twice(x) }
        items.map(Item::price).filter { it > local }.forEach(::println)
        val anon = object : Listener { override fun on(e: Event) { fire(e) } }
        if (order is Special) order.run<Int>()?.let { save(it) } ?: throw IllegalStateException("no")
        return Result.success(order as O)
    }
    inner class Inner { fun deep() = this@Cart.total }
    operator fun plus(other: Cart<T>) = this
}

fun String.shout(): String = uppercase()
val String.half: String get() = take(length / 2)
infix fun <T> List<T>.join(x: T) = listOf(x)
object Registry : Base() { val all = mutableListOf<Cart<*>>() ; fun add(c: Cart<*>) { all += c } }
annotation class Mark(val value: String)
fun interface Action { fun run() }
val lambda = { a: Int -> a + 1 }
val fn = fun(x: Int): Int { return x }
@JvmInline value class Wrapped(val s: String)
class Names {
    fun \`adds two prices\`(count: Int) = when (count) {
        1,
        2,
        -> (0..<count).forEach { visit(it) }
        else -> Unit
    }
}
`,
      ),
    ).toMatchInlineSnapshot(`
      "type Id 8-8
      variable LIMIT 9-9
      variable store 10-10
      class Point 12-13 (to 13)
      interface Shape 15-15
        variable area 15-15
        method scale 15-15
      class Color 17-17
        method paint 17-17
        method paint 17-17
      class Cart 19-53 (to 23)
        class Companion 24-27
          variable RATE 25-25
          method build 26-26
        method total 28-30
        variable lazyName 31-31
        variable other 32-32
        variable a 33-33
        method init 35-35
        method constructor 37-37
        method submit 39-50 (to 42)
          function twice 44-44
          function on 47-47
        class Inner 51-51
          method deep 51-51
        method plus 52-52
      function shout 55-55
      function half 56-56
      function join 57-57
      class Registry 58-58
        variable all 58-58
        method add 58-58
      class Mark 59-59
      interface Action 60-60
        method run 60-60
      function lambda 61-61
      function fn 62-62
      class Wrapped 63-63
      class Names 64-71
        method adds two prices 65-70
      import: Item@4 Order@5 math@6
      type: JvmName@1 O@5 String@8 Store@10 Serializable@12 Int@13 Double@15 String@17 Entity@19 T@20 Item@20 Store@21 MutableList@22 T@22 Base@23 Shape@23 Closeable@23 JvmStatic@26 Cart@26 Item@26 Double@28 Order@32 String@37 Throws@39 IOException@39 Order@41 Result@42 Order@42 T@42 Any@42 Int@44 Int@45 Item@46 Listener@47 Event@47 Special@48 Int@48 O@49 Cart@51 Cart@52 T@52 String@55 String@56 T@57 List@57 Base@58 Cart@58 String@59 Int@61 Int@62 JvmInline@63 String@63 Int@65
      call: JvmName@1 lazy@10 Store@10 mutableListOf@22 Base@23 Other@23 Cart@26 Store@26 sumOf@29 price@29 lazy@31 load@31 register@35 Store@37 log@37 Throws@39 twice@45 map@46 price@46 filter@46 forEach@46 println@46 fire@47 run@48 let@48 save@48 IllegalStateException@48 success@49 uppercase@55 take@56 listOf@57 Base@58 mutableListOf@58 forEach@68 visit@68"
    `)
  })

  test('Swift', () => {
    expect(
      told(
        'swift',
        `import Foundation
import struct Shop.Item
@testable import Core

typealias ID = String
let limit = 10
var (a, b) = (1, 2)
private var store: Store = Store()

@objc(Cart)
public final class Cart<T: Item>: Base, Shape where T: Hashable {
    static let shared = Cart()
    @Published var items: [T] = []
    private(set) lazy var cache: Cache<T> = { Cache() }()
    var total: Double {
        items.reduce(0) { $0 + $1.price() }
    }
    var count: Int {
        get { items.count }
        set { resize(newValue) }
    }
    var observed = 1 { didSet { changed() } }

    init(store: Store) throws {
        super.init(store)
    }
    convenience init?(name: String) { self.init(store: Store(name)) }
    deinit { close() }

    @discardableResult
    func submit(
        _ order: Order,
        then done: @escaping (Result<Order, Error>) -> Void
    ) async throws -> Order? where T: Codable {
        let local = 1
        func twice(_ x: Int) -> Int { x * 2 }
        let f: (Int) -> Int = { x in twice(x) }
        guard let o = order as? Special else { throw Failure.bad }
        items.map(\\.price).filter { $0 > local }.forEach(print)
        try await o.save(f(local))?.run()
        return Order(id: ID(local))
    }
    subscript(index: Int) -> T { items[index] }
    static func == (lhs: Cart, rhs: Cart) -> Bool { lhs.total == rhs.total }
    enum State { case open, closed(Int) }
    class func make() -> Cart { Cart() }
}

struct Point: Codable { let x, y: Int; var z = 0 }
indirect enum Tree<T> { case leaf(T); case node(Tree<T>, Tree<T>); var depth: Int { 1 } }
protocol Shape: AnyObject {
    associatedtype Out
    var area: Double { get }
    func scale(by factor: Double) -> Self
    init(x: Int)
}
extension Cart: Equatable where T: Equatable {
    func extra() {}
}
actor Counter { private var n = 0; func inc() { n += 1 } }
func helper<T>(_ x: T) -> some View { Text("\\(x)") }
prefix operator +++
prefix func +++ (x: Int) -> Int { x + 1 }
let square = { (x: Int) -> Int in x * x }
@main struct App { static func main() { run() } }
#if DEBUG && os(iOS)
nonisolated(unsafe) var debugCount = 0
func \`debug only\`(_ job: sending Job) {}
#endif
struct ContentView: View {
  @State private var open = false
  var body: some View {
    VStack { Button("a") { open.toggle() } }.padding()
  }
}
print(helper(1))
macro stringify<T>(_ value: T) -> (T, String) = #externalMacro(module: "M", type: "S")
`,
      ),
    ).toMatchInlineSnapshot(`
      "type ID 5-5
      variable limit 6-6
      variable store 8-8
      class Cart 10-47 (to 11)
        variable shared 12-12
        variable items 13-13
        variable cache 14-14
        method total 15-17
        method count 18-21
        variable observed 22-22
        method init 24-26
        method init 27-27
        method deinit 28-28
        method submit 30-42 (to 34)
          function twice 36-36
        method subscript 43-43
        method == 44-44
        class State 45-45
        method make 46-46
      class Point 49-49
        variable x 49-49
        variable y 49-49
        variable z 49-49
      class Tree 50-50
        method depth 50-50
      interface Shape 51-56
        type Out 52-52
        variable area 53-53
        method scale 54-54
        method init 55-55
      class Cart 57-59
        method extra 58-58
      class Counter 60-60
        variable n 60-60
        method inc 60-60
      function helper 61-61
      function +++ 63-63
      function square 64-64
      class App 65-65
        method main 65-65
      variable debugCount 67-67
      function debug only 68-68
      class ContentView 70-75
        variable open 71-71
        method body 72-74
      function stringify 77-77
      import: Foundation@1 Item@2 Core@3
      type: testable@3 String@5 Store@8 objc@10 T@11 Item@11 Base@11 Shape@11 Hashable@11 Published@13 T@13 Cache@14 T@14 Double@15 Int@18 Store@24 String@27 discardableResult@30 Order@32 Result@33 Order@33 Error@33 Void@33 Order@34 Codable@34 Int@36 Int@37 Special@38 Int@43 T@43 Cart@44 Bool@44 Int@45 Cart@46 Codable@49 Int@49 T@50 Int@50 AnyObject@51 Double@53 Double@54 Self@54 Int@55 Equatable@57 T@61 View@61 Int@63 Int@64 main@65 Job@68 View@70 State@71 View@72 T@77 String@77
      call: Store@8 Cart@12 Cache@14 reduce@16 price@16 resize@20 changed@22 init@25 init@27 Store@27 close@28 twice@37 map@39 filter@39 forEach@39 save@40 f@40 run@40 Order@41 ID@41 Cart@46 Text@61 run@65 VStack@73 Button@73 toggle@73 padding@73 print@76 helper@76"
    `)
  })

  test('Scala 2', () => {
    expect(
      told(
        'scala',
        `package shop.carts

import shop.models.{Item, Order => O}
import scala.collection.mutable._
import java.util.List

object Cart extends Base with Logging {
  val Limit = 10
  def apply(store: Store): Cart[Item] = new Cart(store)
  implicit val ordering: Ordering[Item] = Ordering.by(_.price)
  private[shop] var count, other = 0
}

case class Point(x: Int, y: Int = 0) extends Shape

@Entity
abstract class Cart[T <: Item](store: Store)(implicit ec: ExecutionContext)
    extends Base(store)
    with Shape
    with Closeable {
  type Out = String
  type In
  val items: mutable.Buffer[T] = mutable.Buffer()
  lazy val total: Double = items.map(_.price).sum
  var n = 1
  def area: Double
  def submit(
      order: Order,
  )(implicit c: Ctx): Future[Option[Order]] = {
    val local = 1
    def twice(x: Int) = x * 2
    val f = (x: Int) => twice(x)
    items.filter(_.ok).foreach(println)
    for { i <- items; j <- i.parts } yield f(j)
    order match {
      case Special(x) if x > 1 => save[Int](x)
      case _: O => throw new IllegalStateException("no")
    }
    store save order
    Future.successful(new O(local))
  }
  def this(name: String) = this(new Store(name))
  def +(other: Cart[T]): Cart[T] = this
}
sealed trait Shape { def area: Double; def twice: Double = area * 2 }
trait Deep { self: Cart[_] => def go(): Unit = self.run() }
package object util { def help() = 1 }
class Rich(val s: String) extends AnyVal { def shout = s.toUpperCase }
val (a, b) = pair()
object \`odd name\` { }
`,
      ),
    ).toMatchInlineSnapshot(`
      "class Cart 7-12
        variable Limit 8-8
        method apply 9-9
        variable ordering 10-10
        variable count 11-11
        variable other 11-11
      class Point 14-14
      class Cart 16-44 (to 20)
        type Out 21-21
        type In 22-22
        variable items 23-23
        variable total 24-24
        variable n 25-25
        method area 26-26
        method submit 27-41 (to 29)
          function twice 31-31
        method this 42-42
        method + 43-43
      interface Shape 45-45
        method area 45-45
        method twice 45-45
      interface Deep 46-46
        method go 46-46
      module util 47-47
        function help 47-47
      class Rich 48-48
        method shout 48-48
      variable a 49-49
      variable b 49-49
      class odd name 50-50
      import: Item@3 Order@3 mutable@4 List@5
      type: Base@7 Logging@7 Store@9 Cart@9 Item@9 Ordering@10 Item@10 Int@14 Shape@14 Entity@16 Item@17 Store@17 ExecutionContext@17 Base@18 Shape@19 Closeable@20 String@21 Buffer@23 T@23 Double@24 Double@26 Order@28 Ctx@29 Future@29 Option@29 Order@29 Int@31 Int@32 Special@36 Int@36 O@37 IllegalStateException@37 O@40 String@42 Store@42 Cart@43 T@43 Double@45 Cart@46 Unit@46 String@48 AnyVal@48
      call: Cart@9 by@10 price@10 Buffer@23 map@24 price@24 sum@24 twice@32 filter@33 ok@33 foreach@33 parts@34 f@34 save@36 IllegalStateException@37 save@39 successful@40 O@40 this@42 Store@42 run@46 toUpperCase@48 pair@49"
    `)
  })

  test('Scala 3', () => {
    expect(
      told(
        'scala',
        `package shop

import shop.models.{Item as I, *}
import shop.given

enum Color(val hex: String):
  case Red extends Color("f")
  case Green, Blue
  def paint(): Unit = draw(this)

trait Shape:
  def area: Double
  extension (s: String) def shout: String = s.toUpperCase

class Cart[T](store: Store) extends Base(store), Shape derives CanEqual:
  val items = List.empty[T]
  def area =
    val local = compute(store)
    if local > 1 then local
    else other(local)
  end area
end Cart

given ordering: Ordering[Item] with
  def compare(a: Item, b: Item): Int = a.price.compare(b.price)

given Conversion[String, Id] = Id(_)
extension (c: Cart[Int])
  def total: Int = c.items.sum
  def twice(using ctx: Ctx): Int = total * 2
opaque type Id = String
type Pair[A] = (A, A)
@main def run(args: String*): Unit = println(Cart(Store()).area)
def topLevel(x: Int)(using c: Ctx): Int = x match
  case 1 => 2
  case _ => helper(x)
inline def fast(inline x: Int): Int = \${ impl('x) }
val limit = 10
export Other.*
object Registry extends Base:
  private val all = mutable.Map[String, Cart[?]]()
`,
      ),
    ).toMatchInlineSnapshot(`
      "class Color 6-9
        method paint 9-9
      interface Shape 11-13
        method area 12-12
        class String 13-13
          method shout 13-13
      class Cart 15-21
        variable items 16-16
        method area 17-20
      class ordering 24-25
        method compare 25-25
      variable given_Conversion_String_Id 27-27
      class Cart 28-30
        method total 29-29
        method twice 30-30
      type Id 31-31
      type Pair 32-32
      function run 33-33
      function topLevel 34-36
      function fast 37-37
      variable limit 38-38
      class Registry 40-41
        variable all 41-41
      import: Item@3 shop@4 Other@39
      type: String@6 Color@7 Unit@9 Double@12 Store@15 Base@15 Shape@15 CanEqual@15 T@16 Ordering@24 Item@24 Item@25 Int@25 Conversion@27 String@27 Id@27 Int@28 Int@29 Ctx@30 Int@30 String@31 A@32 main@33 String@33 Unit@33 Int@34 Ctx@34 Int@37 Base@40 String@41 Cart@41
      call: draw@9 toUpperCase@13 empty@16 compute@18 other@20 price@25 compare@25 Id@27 items@29 sum@29 println@33 Cart@33 Store@33 area@33 helper@36 impl@37 Map@41"
    `)
  })
})

describe('headers that are called `.h`', () => {
  const header = `class Cart {
 public:
  explicit Cart(int rate);
  int total() const;
 private:
  int rate_;
};
`

  test('one of C++ is read as C++', () => {
    expect(told('c', header)).toMatchInlineSnapshot(`
      "class Cart 1-7
        method Cart 3-3
        method total 4-4
        variable rate_ 6-6
      import: 
      type: 
      call: "
    `)
  })

  test('one of C is read as C, with words that C++ keeps to itself', () => {
    expect(
      told('c', 'struct cart;\nint cart_delete(struct cart *this, int class, int new);\n'),
    ).toMatchInlineSnapshot(`
      "function cart_delete 2-2
      import: 
      type: cart@1 cart@2
      call: "
    `)
  })

  test('whose errors weigh less says what it is', () => {
    const odd = 'int a(const std::string &b);\nauto c() -> int;\n'
    expect(outlineOf('c', odd)).toEqual(outlineOf('cpp', odd))
  })
})

test('what is inside of a function is its own affair', () => {
  const names = (language: Parameters<typeof outlineOf>[0], text: string) =>
    outlineOf(language, text).definitions.map(({ name }) => name)
  expect(names('cpp', 'void a() { int b = 1; using C = int; }\n')).toEqual(['a'])
  expect(names('kotlin', 'fun a() { val b = 1 }\n')).toEqual(['a'])
  expect(names('swift', 'func a() { let b = 1 }\n')).toEqual(['a'])
  expect(names('scala', 'def a() = { val b = 1; b }\n')).toEqual(['a'])
})

test('names with blanks, an operator and nothing but a script', () => {
  expect(told('kotlin', 'plugins { id("a") }\nval a by extra { 1 }\n')).toMatchInlineSnapshot(`
    "variable a 2-2
    import: 
    type: 
    call: plugins@1 id@1 extra@2"
  `)
  expect(told('swift', 'let a = CommandLine.arguments\nrun(a[1])\n')).toMatchInlineSnapshot(`
    "variable a 1-1
    import: 
    type: 
    call: run@2"
  `)
  expect(told('scala', 'val a = args(0)\nprintln(a)\n')).toMatchInlineSnapshot(`
    "variable a 1-1
    import: 
    type: 
    call: args@1 println@2"
  `)
})
