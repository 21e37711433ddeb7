import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FileFacts } from '../facts.ts'
import { CallGraph } from '../graph.ts'
import { reach } from '../reach.ts'
import { php } from './ecosystem.ts'

type Files = Readonly<Record<string, string>>

async function graphOf(files: Files, order = Object.keys(files)): Promise<CallGraph> {
  const facts = new Map<string, FileFacts>()
  for (const path of order) {
    const text = files[path] ?? ''
    const read = await php.read(path, path.endsWith('.blade.php') ? text : `<?php ${text}`)
    if (read.kind === 'unread') throw new Error(`${path}: ${read.why}`)
    facts.set(path, read.facts)
  }
  const { resolve, packages } = php.join(facts, new Map())
  return new CallGraph(facts, resolve, packages)
}

/** Functions and members outside of tests that tests reach, as `Class.member`, sorted. */
async function reached(files: Files, order?: string[]): Promise<string[]> {
  const graph = await graphOf(files, order)
  const tests = [...graph.files()].filter((path) => php.isTest(graph, path))
  const found = reach(graph, { tests })
  const names: string[] = []
  for (const path of graph.files()) {
    const file = graph.file(path)
    if (!file || tests.includes(path)) continue
    for (const [index, { name, kind, parent }] of file.facts.units.entries()) {
      if ((kind !== 'member' && kind !== 'function') || name === '') continue
      const owner = file.facts.units[parent]?.name ?? ''
      if (found.has(file.first + index)) names.push(owner === '' ? name : `${owner}.${name}`)
    }
  }
  return names.toSorted()
}

const CASES: readonly { what: string; files: Files; reaches: string[] }[] = [
  {
    what: 'classes of imports and of the own namespace',
    files: {
      'src/Till.php':
        'namespace App\\Shop; class Till { function pay($n) { return Fee::of($this->round($n)); } private function round($n) { return $n; } function idle() { return f(); } }',
      'src/Fee.php':
        'namespace App\\Shop; class Fee { static function of($n) { return $n; } static function no() { return f(); } }',
      'lib/Till.php': 'namespace Other; class Till { function pay($n) { return f(); } }',
      'tests/TillTest.php':
        'namespace Tests; use App\\Shop\\Till as T; class TillTest extends \\PHPUnit\\Framework\\TestCase { public function testPays(): void { (new T())->pay(1); } }',
    },
    reaches: ['Fee.of', 'Till.pay', 'Till.round'],
  },
  {
    what: 'functions of imports, of files that are included, and global ones',
    files: {
      'src/f.php':
        'namespace App; function twice($n) { return $n * 2; } function half($n) { return $n / 2; }',
      'helpers.php':
        'function money($n) { return sum($n); } function sum($n) { return $n; } function idle() { return 1; }',
      'tests/fTest.php':
        'use function App\\twice; test("twice", function () { expect(twice(1))->toBe(2); expect(money(1))->toBe(1); });',
    },
    reaches: ['money', 'sum', 'twice'],
  },
  {
    what: 'controllers of Laravel by paths and by names of routes',
    files: {
      'routes/web.php': `use App\\Http\\PayController; use App\\Http\\PhotoController; use App\\Http\\AboutController;
        Route::prefix('invoices')->group(function () { Route::get('/{id}', [PayController::class, 'show']); Route::post('/{id}/refund', [PayController::class, 'refund']); });
        Route::resource('photos', PhotoController::class); Route::get('/about-us', AboutController::class)->name('about');`,
      'app/Pay.php':
        'namespace App\\Http; class PayController { function show() { return $this->load(); } function refund() { return f(); } private function load() { return f(); } }',
      'app/Photo.php':
        'namespace App\\Http; class PhotoController { function index() { return f(); } function export() { return f(); } }',
      'app/About.php': 'namespace App\\Http; class AboutController { function __invoke() { return f(); } }',
      'tests/T.php':
        'namespace Tests; class PayTest extends TestCase { /** @test */ public function pays() { $this->get("/invoices/$pay->id"); $this->get(route("about")); $this->get("/photos"); } }',
    },
    reaches: [
      'AboutController.__invoke',
      'PayController.load',
      'PayController.show',
      'PhotoController.index',
    ],
  },
  {
    what: 'controllers of Symfony by attributes and annotations',
    files: {
      'src/C.php': `namespace App; #[Route('/api')] class C { #[Route('/pay/{id}', name: 'pay')] public function pay() { return f(); }
        /** @Route("/refund") */ public function refund() { return f(); } #[Route('/void')] public function void() { return f(); } }`,
      'tests/T.php':
        'class CTest extends WebTestCase { public function testPays() { $c->request("GET", "/api/pay/1"); $c->request("GET", "/api/refund"); } }',
    },
    reaches: ['C.pay', 'C.refund'],
  },
  {
    what: 'what implements an interface, traits, scopes and methods named in strings',
    files: {
      'a.php':
        'namespace A; interface Gate { function charge(); } class Stripe implements Gate { use Fees; function charge() { return $this->fee(); } function idle() { return f(); } }',
      'b.php': 'namespace A; trait Fees { function fee() { return f(); } function none() { return f(); } }',
      'c.php':
        "namespace A; class Shop { function __construct(private Gate $gate) {} function buy() { return array_map([$this, 'one'], $this->gate->charge()); } function one() { return f(); } }",
      'd.php':
        'namespace A; class Order { function scopePaid($q) { return f(); } function scopeOpen($q) { return f(); } }',
      't.php':
        'use A\\Shop; use A\\Order; class ShopTest extends TestCase { function testBuys() { (new Shop($x))->buy(); Order::paid(); } }',
    },
    reaches: [
      'Fees.fee',
      'Order.paid',
      'Order.scopePaid',
      'Shop.__construct',
      'Shop.buy',
      'Shop.one',
      'Stripe.charge',
    ],
  },
  {
    what: 'what views call, and methods that a class calls by names that it puts together',
    files: {
      'views/pay.blade.php': '<p>{{ $pay->total() }}</p> @foreach ($x as $y) @endforeach',
      'p.php':
        'namespace App; class Pay { function total() { return f(); } function idle() { return f(); } }',
      'q.php':
        'namespace App; class Filters { function run($n) { return $this->$n(); } function byName() { return f(); } }',
      't.php':
        'use App\\Pay; use App\\Filters; class PayTest extends TestCase { function testPage() { $this->get("/"); new Pay(); new Filters(); } }',
    },
    reaches: ['Filters.byName', 'Filters.run', 'Pay.total'],
  },
  {
    what: 'listeners and commands that a framework makes',
    files: {
      'l.php':
        'namespace App; class PayListener { function handle($e) { return $this->send(); } function send() { return f(); } function idle() { return f(); } }',
      't.php': 'class AppTest extends KernelTestCase { #[Test] function boots() { self::bootKernel(); } }',
    },
    reaches: ['PayListener.handle', 'PayListener.idle', 'PayListener.send'],
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
    { numRuns: 30 },
  )
})

test.each([
  'f('.repeat(1400),
  'class A { function f() {'.repeat(1000),
  '[['.repeat(3000),
  '$a->b()'.repeat(3000),
  'Route::get("/a",'.repeat(700),
])('hostile nesting is read or refused, and not fatal', async (text) => {
  expect(['read', 'unread']).toContain((await php.read('a.php', `<?php ${text}`)).kind)
})
