import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FileFacts } from '../facts.ts'
import { CallGraph } from '../graph.ts'
import { reach } from '../reach.ts'
import { rust } from './ecosystem.ts'

type Files = Readonly<Record<string, string>>

async function graphOf(files: Files, order = Object.keys(files)): Promise<CallGraph> {
  const facts = new Map<string, FileFacts>()
  const manifests = new Map<string, string>()
  for (const path of order) {
    const text = files[path] ?? ''
    if (!path.endsWith('.rs')) {
      manifests.set(path, text)
      continue
    }
    const read = await rust.read(path, text)
    if (read.kind === 'unread') throw new Error(`${path}: ${read.why}`)
    facts.set(path, read.facts)
  }
  const { resolve, packages } = rust.join(facts, manifests)
  return new CallGraph(facts, resolve, packages)
}

/** Functions and methods that are no test code, which the tests reach, sorted. */
async function reached(files: Files, order?: string[]): Promise<string[]> {
  const graph = await graphOf(files, order)
  const found = reach(graph, { tests: [...graph.files()].filter((path) => rust.isTest(graph, path)) })
  const names: string[] = []
  for (const path of graph.files()) {
    const file = graph.file(path)
    if (path.includes('tests/')) continue
    for (const [index, { name, kind }] of file?.facts.units.entries() ?? []) {
      if (!file || file.facts.testUnits?.includes(index)) continue
      if (['function', 'member'].includes(kind) && found.has(file.first + index)) names.push(name)
    }
  }
  return names.toSorted()
}

const SHOP = { 'Cargo.toml': '[package]\nname = "my-shop"\n' }
const inline = (body: string): string =>
  `\n#[cfg(test)]\nmod tests {\n  use super::*;\n  #[test]\n  fn works() { ${body} }\n}\n`

const CASES: readonly { what: string; files: Files; reaches: string[] }[] = [
  {
    what: 'what tests in the same file call, and nothing else of it',
    files: {
      ...SHOP,
      'src/lib.rs': `pub fn charge() { net() }\nfn net() {}\npub fn refund() {}${inline('charge()')}`,
    },
    reaches: ['charge', 'net'],
  },
  {
    what: 'over modules, by crate, super and self',
    files: {
      ...SHOP,
      'src/lib.rs': `mod pay;\nmod web;\npub fn top() {}\n${inline('web::serve()')}`,
      'src/pay/mod.rs':
        'pub mod fees;\npub fn charge() { self::fees::add(); super::top() }\npub fn refund() {}',
      'src/pay/fees.rs': 'pub fn add() { super::super::web::note() }\npub fn drop_all() {}',
      'src/web.rs':
        'use crate::pay::charge;\npub fn serve() { charge() }\npub fn note() {}\npub fn gone() {}',
    },
    reaches: ['add', 'charge', 'note', 'serve', 'top'],
  },
  {
    what: 'from tests outside, by the name of the crate and what it takes in',
    files: {
      ...SHOP,
      'src/lib.rs': 'mod pay;\npub use pay::Till;\npub use crate::pay::open as start;',
      'src/pay.rs':
        'pub struct Till;\nimpl Till { pub fn new() -> Self { Till }\npub fn close(&self) {}\npub fn count(&self) {} }\npub fn open() {}\npub fn shut() {}',
      'tests/till.rs':
        'mod common;\nuse my_shop::{start, Till};\n#[test]\nfn closes() { start(); common::shut(Till::new()) }',
      'tests/common/mod.rs': 'pub fn shut(till: my_shop::Till) { till.close() }',
    },
    reaches: ['close', 'new', 'open'],
  },
  {
    what: 'over crates of a workspace',
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
      'a/Cargo.toml': '[package]\nname = "shop-a"\n',
      'b/Cargo.toml': '[package]\nname = "shop-b"\n[lib]\nname = "till"\n',
      'a/src/lib.rs': `pub fn charge() { till::fees::net(1) }${inline('charge()')}`,
      'b/src/lib.rs': 'pub mod fees;',
      'b/src/fees.rs': 'pub fn net(n: i32) -> i32 { n }\npub fn gross() {}',
    },
    reaches: ['charge', 'net'],
  },
  {
    what: 'methods of a type whose parts stand in other files, and of traits',
    files: {
      ...SHOP,
      'src/lib.rs': `mod store;\nmod extra;\nmod mem;\n${inline('let s = store::Store::open(); s.log(); s.put(1)')}`,
      'src/store.rs':
        'pub struct Store;\npub trait Put { fn put(&self, n: i32) { self.check(n) }\nfn check(&self, n: i32) {}\nfn never(&self) {} }\nimpl Store { pub fn open() -> Store { Store } }\nimpl Put for Store {}',
      'src/extra.rs':
        'use crate::store::Store;\nimpl Store { pub fn log(&self) {}\npub fn unused(&self) {} }',
      'src/mem.rs': 'pub struct Memory;\nimpl crate::store::Put for Memory { fn put(&self, n: i32) {} }',
    },
    reaches: ['check', 'log', 'open', 'put'],
  },
  {
    what: 'methods that traits from outside ask for',
    files: {
      ...SHOP,
      'src/lib.rs': `use tower::Filter;\npub struct A;\nimpl std::fmt::Display for A { fn fmt(&self) { text() } }\nimpl Filter for A { fn filter(&self) {} }\nimpl A { fn other(&self) {} }\nfn text() {}${inline('format!("{}", A)')}`,
    },
    reaches: ['filter', 'fmt', 'text'],
  },
  {
    what: 'what macros are handed, and what they stand for',
    files: {
      ...SHOP,
      'src/lib.rs': `mod util;\n#[macro_export]\nmacro_rules! net { ($x:expr) => { $crate::util::half($x) } }\npub fn a() -> i32 { net!(1) }\npub fn b() -> bool { assert_eq!(util::c(2).d(), 2); true }\npub struct C;\nimpl C { pub fn d(&self) {}\npub fn e(&self) {} }${inline('assert!(a() == 1 && b())')}`,
      'src/util.rs':
        'pub fn half(n: i32) -> i32 { n }\npub fn c(n: i32) -> crate::C { crate::C }\npub fn g() {}',
    },
    reaches: ['a', 'b', 'c', 'd', 'half', 'net'],
  },
  {
    what: 'from documentation, properties and tests of other runtimes',
    files: {
      ...SHOP,
      'src/lib.rs':
        '/// Adds.\n/// ```\n/// use my_shop::add;\n/// assert_eq!(add(1), my_shop::util::two());\n/// ```\npub fn add(n: i32) -> i32 { n }\npub mod util;\n/// ```text\n/// gone()\n/// ```\npub fn gone() {}',
      'src/util.rs':
        'pub fn two() -> i32 { 2 }\npub fn three() {}\npub fn four() {}\n#[tokio::test]\nasync fn runs() { three() }\nproptest! {\n  #[test]\n  fn holds(x in 0..9) { four() }\n}',
    },
    reaches: ['add', 'four', 'three', 'two'],
  },
  {
    what: 'handlers by their path, and what attributes name',
    files: {
      ...SHOP,
      'src/lib.rs':
        '#[get("/invoices/{id}")]\npub async fn invoice() {}\n#[get("/orders")]\npub async fn orders() {}\n#[derive(Deserialize)]\npub struct Bill { #[serde(default = "zero")] n: i32 }\nfn zero() -> i32 { 0 }\n#[instrument]\nfn idle() {}',
      'tests/web.rs':
        'use my_shop::Bill;\n#[actix_web::test]\nasync fn answers() { let b: Bill = get("/invoices/7").await; }',
    },
    reaches: ['invoice', 'zero'],
  },
  {
    what: 'from a crate of tests beside the modules of the library',
    files: {
      'Cargo.toml': '[package]\nname = "shop"\n[[test]]\nname = "all"\npath = "src/tests/mod.rs"\n',
      'src/lib.rs': 'pub mod util;\nmod router;\npub fn serve() { router::build() }',
      'src/router.rs': 'pub fn build() {}\npub fn other() {}',
      'src/util.rs': 'pub struct App;\nimpl App { pub fn start() {} }',
      'src/tests/mod.rs': 'mod util;\nmod routes;',
      'src/tests/util.rs': 'mod app;\npub use app::App;',
      'src/tests/util/app.rs': 'pub struct App;\nimpl App { pub fn start() { shop::serve() } }',
      'src/tests/routes.rs': 'use crate::util::App;\n#[tokio::test]\nasync fn answers() { App::start() }',
    },
    reaches: ['build', 'serve'],
  },
  {
    what: 'over a module in a file of another name, and traits from whole modules in sight',
    files: {
      ...SHOP,
      'src/lib.rs': `#[path = "z/odd.rs"]\nmod even;\nfn top() {}${inline('even::run(); even::A;')}`,
      'src/z/odd.rs':
        'use sea_orm::prelude::*;\npub fn run() { super::top() }\npub struct A;\nimpl Migration for A { fn up(&self) {} }',
    },
    reaches: ['run', 'top', 'up'],
  },
  {
    what: 'what is added to types from outside',
    files: {
      ...SHOP,
      'src/lib.rs': `mod ext;\nuse ext::Net;\n${inline('vec![1].net(); let o: ext::Order = 1.into();')}`,
      'src/ext.rs':
        'use sea_orm::Order;\npub trait Net { fn net(&self); }\nimpl Net for Vec<i32> { fn net(&self) { half() } }\nimpl From<i32> for Order { fn from(n: i32) -> Order { build() } }\nfn half() {}\nfn build() {}\nfn other() {}',
    },
    reaches: ['build', 'from', 'half', 'net'],
  },
  {
    what: 'over modules that see each other whole',
    files: {
      ...SHOP,
      'src/lib.rs': `mod app;\npub use app::App;\npub struct Other;\n${inline('App::start()')}`,
      'src/app.rs':
        'use super::*;\nmod more;\npub struct App;\nimpl App { pub fn start() { more::go() } }\n#[cfg(test)]\nmod tests {\n  use super::*;\n  #[test]\n  fn a() { Other; }\n}',
      'src/app/more.rs':
        'use super::*;\nuse crate::App;\nimpl App { pub fn stop() {} }\npub fn go() { App::stop() }',
    },
    reaches: ['go', 'start', 'stop'],
  },
  {
    what: 'what is included',
    files: {
      ...SHOP,
      'src/lib.rs': `mod part;\nfn top() {}${inline('part::run()')}`,
      'src/part/mod.rs': 'include!("more.rs");\npub fn run() { half() }',
      'src/part/more.rs': 'use crate::top;\nfn half() { top() }\nfn other() {}',
    },
    reaches: ['half', 'run', 'top'],
  },
  {
    what: 'programs that tests start',
    files: {
      ...SHOP,
      'src/main.rs': 'mod run;\nfn main() { run::go() }',
      'src/run.rs': 'pub fn go() {}\npub fn never() {}',
      'tests/cli.rs': '#[test]\nfn runs() { Command::cargo_bin("my-shop").unwrap().assert(); }',
    },
    reaches: ['go', 'main'],
  },
  {
    what: 'not what a variable is called like',
    files: {
      ...SHOP,
      'src/lib.rs': `pub fn sum(total: i32) -> i32 { let count = total; count }\nfn total() {}\nfn count() {}${inline('sum(1);')}`,
    },
    reaches: ['sum'],
  },
]

test.each(CASES)('reaches $what', async ({ files, reaches }) => {
  expect(await reached(files)).toEqual(reaches)
})

test.each(CASES)('the order of files is no matter: $what', async ({ files, reaches }) => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(Object.keys(files), { minLength: Object.keys(files).length }),
      async (order) => {
        expect(await reached(files, order)).toEqual(reaches)
      },
    ),
    { numRuns: 5 },
  )
})

test('code that nests deeper than anyone writes is left unread', async () => {
  const read = await rust.read('a.rs', `const X: i32 = ${'('.repeat(5000)}1${')'.repeat(5000)};\n`)
  expect(read.kind).toBe('unread')
})
