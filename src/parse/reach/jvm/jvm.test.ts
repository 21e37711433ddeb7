import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FileFacts } from '../facts.ts'
import { CallGraph } from '../graph.ts'
import { reach } from '../reach.ts'
import { loadersOf } from '../test-code.ts'
import { jvm } from './ecosystem.ts'

type Files = Readonly<Record<string, string>>

async function graphOf(files: Files, order = Object.keys(files)): Promise<CallGraph> {
  const facts = new Map<string, FileFacts>()
  for (const path of order) {
    const read = await jvm.read(path, files[path] ?? '')
    if (read.kind === 'unread') throw new Error(`${path}: ${read.why}`)
    facts.set(path, read.facts)
  }
  const { resolve, packages } = jvm.join(facts, new Map())
  return new CallGraph(facts, resolve, packages)
}

/** Functions and members outside of tests that tests reach, as `Class.member`, sorted. */
async function reached(files: Files, order?: string[]): Promise<string[]> {
  const graph = await graphOf(files, order)
  const tests = [...graph.files()].filter((path) => jvm.isTest(graph, path))
  const found = reach(graph, { tests })
  const names: string[] = []
  for (const path of graph.files()) {
    const file = graph.file(path)
    if (!file || tests.includes(path)) continue
    for (const [index, { name, kind, parent }] of file.facts.units.entries()) {
      if (kind !== 'function' && kind !== 'member') continue
      const owner = file.facts.units[parent]?.name ?? ''
      if (found.has(file.first + index)) names.push(owner === '' ? name : `${owner}.${name}`)
    }
  }
  return names.toSorted()
}

const CASES: readonly { what: string; files: Files; reaches: string[] }[] = [
  {
    what: 'what is called in the same package',
    files: {
      'src/main/java/p/Till.java':
        'package p; public class Till { int pay(int n) { return round(n); } private int round(int n) { return n; } int idle() { return 0 + 1; } }',
      'src/test/java/p/TillTest.java':
        'package p; class TillTest { @Test void pays() { assertEquals(1, new Till().pay(1)); } }',
    },
    reaches: ['Till.pay', 'Till.round'],
  },
  {
    what: 'not what another class of the same name does',
    files: {
      'a/p/Till.java': 'package p; public class Till { int pay() { return 1 + 1; } }',
      'a/q/Till.java': 'package q; public class Till { int pay() { return 1 + 1; } }',
      'a/r/TillTest.java':
        'package r; import q.Till; class TillTest { @Test void pays() { new Till().pay(); } }',
    },
    reaches: ['Till.pay'],
  },
  {
    what: 'static members by static imports, of one name and of all',
    files: {
      'Fees.java':
        'package p; public class Fees { public static int fee() { return 1 + 1; } static int no() { return 1 + 1; } }',
      'Taxes.java': 'package p; public class Taxes { public static int tax() { return 1 + 1; } }',
      'FeesTest.java':
        'package q; import static p.Fees.fee; import static p.Taxes.*; class FeesTest { @Test void t() { fee(); tax(); } }',
    },
    reaches: ['Fees.fee', 'Taxes.tax'],
  },
  {
    what: 'what implements an interface, where the interface is held',
    files: {
      'Gate.java': 'package p; public interface Gate { int charge(); }',
      'Stripe.java':
        'package p; class Stripe implements Gate { @Override public int charge() { return 1 + 1; } }',
      'Shop.java':
        'package p; class Shop { private Gate gate; Shop(Gate g) { gate = g; } int buy() { return gate.charge(); } }',
      'ShopTest.java': 'package p; class ShopTest { @Autowired Shop shop; @Test void t() { shop.buy(); } }',
    },
    reaches: ['Shop.Shop', 'Shop.buy', 'Stripe.charge'],
  },
  {
    what: 'not the sibling of what is tested, and what it inherits',
    files: {
      'Gate.java':
        'package p; public abstract class Gate { abstract int fee(); int charge() { return fee(); } }',
      'Stripe.java': 'package p; class Stripe extends Gate { @Override int fee() { return 1 + 1; } }',
      'Paypal.java': 'package p; class Paypal extends Gate { @Override int fee() { return 1 + 2; } }',
      'StripeTest.java': 'package p; class StripeTest { @Test void t() { new Stripe().charge(); } }',
    },
    reaches: ['Gate.charge', 'Stripe.fee'],
  },
  {
    what: 'controllers by the paths in tests, and no others',
    files: {
      'Api.java': `package p; @RestController @RequestMapping("/api/v1/invoices") public class Api {
        @GetMapping("/{id}") Object one() { return load(); } @PostMapping("/{id}/refunds") Object refund() { return 1 + 1; }
        Object load() { return 1 + 1; } }`,
      'ApiTest.java':
        'package p; class ApiTest { @Test void t() throws Exception { mvc.perform(get("/api/v1/invoices/{id}", 3)); } }',
    },
    reaches: ['Api.load', 'Api.one'],
  },
  {
    what: 'components that a container makes, by what it calls',
    files: {
      'Jobs.java':
        'package p; @Component public class Jobs { @Scheduled(cron = "0") void nightly() { close(); } void close() { } void idle() { x = 1; y = 2; } }',
      'AppTest.java': 'package q; @SpringBootTest class AppTest { @Test void loads() { } }',
    },
    reaches: ['Jobs.close', 'Jobs.nightly'],
  },
  {
    what: 'nested classes, records and enums',
    files: {
      'Outer.java': `package p; public class Outer { static class Builder { Outer build() { return new Outer(); } }
        record Sum(int a) { int twice() { return a + a; } } enum Kind { A { int f() { return 1; } }; int code() { return 2 + 2; } } }`,
      'OuterTest.java':
        'package q; import p.Outer; import p.Outer.Sum; class OuterTest { @Test void t() { new Outer.Builder().build(); new Sum(1).twice(); Outer.Kind.A.code(); } }',
    },
    reaches: ['Builder.build', 'Kind.code', 'Sum.twice'],
  },
  {
    what: 'methods that a library calls, of what implements its types',
    files: {
      'Audit.java':
        'package org.shop.a; import jakarta.servlet.Filter; public class Audit implements Filter { @Override public void doFilter() { log(); } void log() { x(); y(); } void idle() { x(); y(); } }',
      'AuditTest.java': 'package org.shop.a; class AuditTest { @Test void t() { start(new Audit()); } }',
    },
    reaches: ['Audit.doFilter', 'Audit.log'],
  },
  {
    what: 'tests that a class inherits, and what only its subclass says',
    files: {
      'Base.java':
        'package t; import org.junit.jupiter.api.Test; abstract class Base { abstract Object make(); @Test void t() { make(); } }',
      'Pay.java': 'package p; public class Pay { public Pay() { start(); } void start() { a(); b(); } }',
      'PayTest.java':
        'package t; import p.Pay; class PayTest extends Base { @Override Object make() { return new Pay(); } }',
    },
    reaches: ['Pay.Pay', 'Pay.start'],
  },
  {
    what: 'Java from tests in Kotlin and Groovy',
    files: {
      'Till.java':
        'package p; public class Till { public int pay() { return 1 + 1; } public int getTotal() { return a() + 1; } int a() { return 1 + 1; } public int idle() { return 2 + 2; } }',
      'Gate.java':
        'package p; public class Gate { public int open() { return 1 + 1; } public int shut() { return 1 + 1; } }',
      'TillTest.kt':
        'package q\nimport p.Till\nclass TillTest : StringSpec({ "pays" { Till().pay() shouldBe 1; print("${till.total}") } })',
      'GateSpec.groovy':
        'package q\nimport p.*\nclass GateSpec extends Specification { def "opens"() { expect: new Gate().open() == 1 // shut()\n } }',
    },
    reaches: ['Gate.open', 'Till.a', 'Till.getTotal', 'Till.pay'],
  },
  {
    what: 'classes by their full name, in code and in strings',
    files: {
      'A.java': 'package p.q; public class A { public static int run() { return 1 + 1; } }',
      'B.java': 'package p.q; public class B { public B() { go(); } void go() { a(); b(); } }',
      'ATest.java': 'package r; class ATest { @Test void t() { p.q.A.run(); Class.forName("p.q.B"); } }',
    },
    reaches: ['A.run', 'B.B', 'B.go'],
  },
]

test.each(CASES)('reaches $what', async ({ files, reaches }) => {
  expect(await reached(files)).toEqual(reaches)
})

test('the order of files is no matter', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...CASES).chain((one) => {
        const paths = Object.keys(one.files)
        return fc.tuple(fc.constant(one), fc.shuffledSubarray(paths, { minLength: paths.length }))
      }),
      async ([{ files, reaches }, order]) => {
        expect(await reached(files, order)).toEqual(reaches)
      },
    ),
    { numRuns: 40 },
  )
})

test('a test that mocks a class is known to replace it, unless it makes one itself', async () => {
  const facts = await graphOf({
    'A.java':
      'package p; import q.Gate; class A { @MockBean Gate gate; @Mock Till till; @Test void t() { new Till().pay(); } }',
  })
  expect(facts.file('A.java')?.facts.mocks).toEqual(['q.Gate'])
})

test.each([
  '/*'.repeat(200_000),
  '\n'.repeat(200_000),
  '"""a'.repeat(50_001),
  'class A '.repeat(50_000),
  '('.repeat(5000),
  'class A {'.repeat(5000),
  'class A { void f() { ' + 'if (a) {'.repeat(3000),
])('hostile nesting is read or refused, and not fatal', async (text) => {
  for (const path of ['A.java', 'A.kt'])
    expect(['read', 'unread']).toContain((await jvm.read(path, text)).kind)
})

test('a test is written anew with what it names in its own package', async () => {
  const graph = await graphOf({
    'src/test/java/p/Fakes.java': 'package p; class Fakes { static Object one() { return new Object(); } }',
    'src/test/java/p/Base.java': 'package p; class Base { }',
    'src/test/java/p/ATest.java': 'package p; class ATest { @Test void t() { Fakes.one(); } }',
    'src/test/java/p/BTest.java': 'package p; class BTest extends Base { @Test void t() { } }',
    'src/test/java/p/CTest.java': 'package p; class CTest { @Test void t() { } }',
  })
  const written = ['src/test/java/p/Fakes.java', 'src/test/java/p/Base.java']
  expect([...loadersOf(graph, written)].filter((path) => path.endsWith('Test.java')).toSorted()).toEqual([
    'src/test/java/p/ATest.java',
    'src/test/java/p/BTest.java',
  ])
})
