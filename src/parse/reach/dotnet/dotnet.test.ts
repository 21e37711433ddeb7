import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FileFacts } from '../facts.ts'
import { CallGraph } from '../graph.ts'
import { reach } from '../reach.ts'
import { dotnet } from './ecosystem.ts'

type Files = Readonly<Record<string, string>>

async function graphOf(files: Files, order = Object.keys(files)): Promise<CallGraph> {
  const facts = new Map<string, FileFacts>()
  for (const path of order) {
    const read = await dotnet.read(path, files[path] ?? '')
    if (read.kind === 'unread') throw new Error(`${path}: ${read.why}`)
    facts.set(path, read.facts)
  }
  const { resolve, packages } = dotnet.join(facts, new Map())
  return new CallGraph(facts, resolve, packages)
}

/** Members outside of tests that tests reach, as `Class.member`, sorted. */
async function reached(files: Files, order?: string[]): Promise<string[]> {
  const graph = await graphOf(files, order)
  const tests = [...graph.files()].filter((path) => dotnet.isTest(graph, path))
  const found = reach(graph, { tests })
  const names: string[] = []
  for (const path of graph.files()) {
    const file = graph.file(path)
    if (!file || tests.includes(path)) continue
    for (const [index, { name, kind, parent }] of file.facts.units.entries())
      if (kind === 'member' && found.has(file.first + index))
        names.push(`${file.facts.units[parent]?.name ?? ''}.${name}`)
  }
  return names.toSorted()
}

const CASES: readonly { what: string; files: Files; reaches: string[] }[] = [
  {
    what: 'what a namespace that encloses, and one that is used, hold',
    files: {
      'Till.cs':
        'namespace Shop { public class Till { public int Pay() => Round(1); int Round(int n) { return n; } public int Idle() => 1; } }',
      'Fees.cs':
        'namespace Money.Fees; public static class Fee { public static int Of(int n) => n; public static int No() => 1; }',
      'TillTests.cs':
        'using Money.Fees; namespace Shop.Tests; public class TillTests { [Fact] public void Pays() { new Till().Pay(); Fee.Of(1); } }',
    },
    reaches: ['Fee.Of', 'Till.Pay', 'Till.Round'],
  },
  {
    what: 'not what a class of the same name does elsewhere',
    files: {
      'A.cs': 'namespace A; public class Till { public int Pay() => 1; }',
      'B.cs': 'namespace B; public class Till { public int Pay() => 1; }',
      'T.cs': 'using B; namespace T; class TillTests { [Test] public void Pays() { new Till().Pay(); } }',
    },
    reaches: ['Till.Pay'],
  },
  {
    what: 'all parts of a partial class, by global usings',
    files: {
      'A.cs': 'namespace A.B; public partial class Till { public int Pay() => Helper(); }',
      'A2.cs': 'namespace A.B; public partial class Till { int Helper() => 1; int Idle() => 1; }',
      'Usings.cs': 'global using A.B;',
      'T.cs': 'namespace T; class TillTests { [TestMethod] public void Pays() { new Till().Pay(); } }',
    },
    reaches: ['Till.Helper', 'Till.Pay'],
  },
  {
    what: 'extension methods and properties',
    files: {
      'E.cs':
        'namespace A; public static class E { public static int Twice(this int n) => n * 2; public static int Half(this int n) => n / 2; }',
      'P.cs':
        'namespace A; public class P { public int Total { get { return Sum(); } } int Sum() => 1; public int Other => 2; }',
      'T.cs':
        'using A; class T { [Theory, InlineData(1)] public void Tests(int n) { n.Twice(); _ = new P() { X = 1 }.Total; } }',
    },
    reaches: ['E.Twice', 'P.Sum', 'P.Total'],
  },
  {
    what: 'controllers by paths, handlers by what is sent',
    files: {
      'C.cs': `namespace A; [ApiController, Route("api/[controller]")] public class OrdersController : ControllerBase {
        public OrdersController(IMediator m) { _m = m; } [HttpGet("{id}")] public object One(int id) => _m.Send(new Load(id)); [HttpPost("refund")] public object Refund() => 1; }`,
      'H.cs':
        'namespace A; public record Load(int Id); public class LoadHandler : IRequestHandler<Load, int> { public Task<int> Handle(Load l) => Work(); Task<int> Work() => null; }',
      'Program.cs': 'var app = Startup.Build(args); app.Run();',
      'Startup.cs': 'public class Startup { public static object Build(string[] a) { return a; } }',
      'T.cs':
        'namespace T; public class ApiTests : IClassFixture<WebApplicationFactory<Program>> { [Fact] public async Task Gets() { await client.GetAsync($"/api/Orders/{1}"); } }',
    },
    reaches: [
      'LoadHandler.Handle',
      'LoadHandler.Work',
      'OrdersController.One',
      'OrdersController.OrdersController',
      'Startup.Build',
    ],
  },
  {
    what: 'what a base of a library calls, and what libraries find when the program is started',
    files: {
      'H.cs':
        'namespace A; public class Guard : AuthorizationHandler<R> { protected override Task HandleRequirementAsync(X x) { return Can(); } Task Can() { return null; } Task Idle() { return null; } }',
      'M.cs':
        'namespace A; public class OrderProfile : Profile { public OrderProfile() { Map(); } void Map() { } }',
      'T.cs':
        'using A; class T { [Fact] public void Guards() { new Guard().HandleAsync(); factory = new WebApplicationFactory<Program>(); } }',
    },
    reaches: ['Guard.Can', 'Guard.HandleRequirementAsync', 'OrderProfile.Map', 'OrderProfile.OrderProfile'],
  },
  {
    what: 'what implements an interface that is held, and tests that a class inherits',
    files: {
      'I.cs': 'namespace A; public interface IGate { int Charge(); }',
      'S.cs':
        'namespace A; public class Stripe : IGate { public int Charge() { return 1; } public int Fee() => 2; }',
      'Shop.cs':
        'namespace A; public class Shop { readonly IGate _gate; public int Buy() => _gate.Charge(); int Fee() => 1; }',
      'B.cs':
        'namespace T; public abstract class Base { protected abstract object Make(); [Fact] public void T1() { Make(); } }',
      'T.cs':
        'using A; namespace T; public class ShopTests : Base { protected override object Make() => new Shop().Buy(); }',
    },
    reaches: ['Shop.Buy', 'Stripe.Charge'],
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

test.each(['('.repeat(5000), 'class A {'.repeat(5000), 'a.B'.repeat(5000), 'A.'.repeat(1200) + 'B'])(
  'hostile nesting is read or refused, and not fatal',
  async (text) => {
    expect(['read', 'unread']).toContain((await dotnet.read('A.cs', text)).kind)
  },
)

test('what a grammar cannot read of a class is reached with its name', async () => {
  const graph = await graphOf({
    'A.cs':
      'namespace A; public class Till { %%% public int Pay() { return 1; } ) } ) public int Idle() { return 1; }',
    'T.cs': 'using A; class T { [Fact] public void Pays() { new Till(); } }',
  })
  const found = reach(graph, { tests: ['T.cs'] })
  expect(found.loads('A.cs')).toBe(true)
})
