import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FileFacts } from '../facts.ts'
import { CallGraph } from '../graph.ts'
import { reach } from '../reach.ts'
import { go } from './ecosystem.ts'

type Files = Readonly<Record<string, string>>

async function graphOf(files: Files, order = Object.keys(files)): Promise<CallGraph> {
  const facts = new Map<string, FileFacts>()
  const manifests = new Map<string, string>()
  for (const path of order) {
    const text = files[path] ?? ''
    if (!path.endsWith('.go')) {
      manifests.set(path, text)
      continue
    }
    const read = await go.read(path, text)
    if (read.kind === 'unread') throw new Error(`${path}: ${read.why}`)
    facts.set(path, read.facts)
  }
  const { resolve, packages } = go.join(facts, manifests)
  return new CallGraph(facts, resolve, packages)
}

/** Functions and methods of code that is no test, which the tests reach, sorted. */
async function reached(files: Files, order?: string[]): Promise<string[]> {
  const graph = await graphOf(files, order)
  const found = reach(graph, { tests: [...graph.files()].filter((path) => go.isTest(graph, path)) })
  const names: string[] = []
  for (const path of graph.files()) {
    if (path.endsWith('_test.go')) continue
    const file = graph.file(path)
    for (const [index, { name, kind }] of file?.facts.units.entries() ?? [])
      if (['function', 'member'].includes(kind) && file && found.has(file.first + index)) names.push(name)
  }
  return names.toSorted()
}

const MOD = { 'go.mod': 'module example.com/shop\n\ngo 1.25\n' }
const T = 'import "testing"\n'

const CASES: readonly { what: string; files: Files; reaches: string[] }[] = [
  {
    what: 'what is called in the package, over its files',
    files: {
      ...MOD,
      'pay/a.go': 'package pay\nfunc Charge() { net() }\nfunc Refund() {}',
      'pay/b.go': 'package pay\nfunc net() {}\nfunc gross() {}',
      'pay/a_test.go': `package pay\n${T}func TestCharge(t *testing.T) { Charge() }`,
    },
    reaches: ['Charge', 'net'],
  },
  {
    what: 'from outside of the package, by its import',
    files: {
      ...MOD,
      'pay/a.go': 'package pay\nfunc Charge() {}\nfunc Refund() {}',
      'pay/a_test.go': `package pay_test\nimport (\n"testing"\n"example.com/shop/pay"\n)\nfunc TestCharge(t *testing.T) { pay.Charge() }`,
    },
    reaches: ['Charge'],
  },
  {
    what: 'what a test file opens to tests from outside',
    files: {
      ...MOD,
      'pay/a.go': 'package pay\nfunc net() {}\nfunc gross() {}',
      'pay/export_test.go': 'package pay\nvar Net = net',
      'pay/a_test.go': `package pay_test\nimport (\n"testing"\n"example.com/shop/pay"\n)\nfunc TestNet(t *testing.T) { pay.Net() }`,
    },
    reaches: ['net'],
  },
  {
    what: 'a package that is called otherwise than its folder',
    files: {
      ...MOD,
      'go-pay.v2/a.go': 'package paying\nfunc Charge() {}\nfunc Refund() {}',
      'web/a_test.go': `package web\nimport (\n"testing"\n"example.com/shop/go-pay.v2"\n)\nfunc TestX(t *testing.T) { paying.Charge() }`,
    },
    reaches: ['Charge'],
  },
  {
    what: 'methods of a type that is declared in another file',
    files: {
      ...MOD,
      'pay/type.go':
        'package pay\ntype Store struct{}\ntype Other struct{}\nfunc New() *Store { return &Store{} }',
      'pay/methods.go':
        'package pay\nfunc (s *Store) Charge() { s.net() }\nfunc (s *Store) net() {}\nfunc (s *Store) Refund() {}\nfunc (o *Other) Charge() {}',
      'pay/a_test.go': `package pay\n${T}func TestCharge(t *testing.T) { New().Charge() }`,
    },
    reaches: ['Charge', 'New', 'net'],
  },
  {
    what: 'methods of an embedded type, and of generic ones',
    files: {
      ...MOD,
      'pay/a.go':
        'package pay\ntype Base struct{}\nfunc (b Base) Log() {}\ntype List[T any] struct { Base; items []T }\nfunc (l *List[T]) Add(t T) {}\nfunc (l *List[T]) Drop() {}',
      'pay/a_test.go': `package pay\n${T}func TestAdd(t *testing.T) { l := &List[int]{}; l.Add(1); l.Log() }`,
    },
    reaches: ['Add', 'Log'],
  },
  {
    what: 'methods that libraries call',
    files: {
      ...MOD,
      'pay/a.go':
        'package pay\ntype E struct{}\nfunc (e E) Error() string { return text() }\nfunc text() string { return "" }\nfunc Do() error { return E{} }',
      'pay/a_test.go': `package pay\n${T}func TestDo(t *testing.T) { t.Log(Do()) }`,
    },
    reaches: ['Do', 'Error', 'text'],
  },
  {
    what: 'not what a local name hides',
    files: {
      ...MOD,
      'pay/a.go': 'package pay\nfunc total() int { return 0 }\nfunc Sum(total int) int { return total }',
      'pay/b.go':
        'package pay\nfunc count() {}\nfunc Run(list []int) { for count := range list { _ = count } }',
      'pay/a_test.go': `package pay\n${T}func TestSum(t *testing.T) { Sum(1); Run(nil) }`,
    },
    reaches: ['Run', 'Sum'],
  },
  {
    what: 'handlers that are registered by name, and commands in variables',
    files: {
      ...MOD,
      'cmd/a.go':
        'package cmd\nimport "github.com/spf13/cobra"\nvar root = &cobra.Command{Use: "shop"}\nvar pay = &cobra.Command{Use: "pay", RunE: runPay}\nfunc runPay(c *cobra.Command, args []string) error { return nil }\nfunc init() { root.AddCommand(pay) }\nfunc unused() {}',
      'web/a.go':
        'package web\nimport "net/http"\nfunc Routes() http.Handler { m := http.NewServeMux(); m.HandleFunc("/a", list); return m }\nfunc list(w http.ResponseWriter, r *http.Request) {}\nfunc gone() {}',
      'cmd/a_test.go': `package cmd\nimport (\n"testing"\n"example.com/shop/web"\n)\nfunc TestPay(t *testing.T) { web.Routes(); root.Execute() }`,
    },
    reaches: ['Routes', 'init', 'list', 'runPay'],
  },
  {
    what: 'what runs when a package is loaded',
    files: {
      ...MOD,
      'reg/a.go':
        'package reg\nvar all = build()\nvar kept = func() { never() }\nfunc build() int { return 1 }\nfunc never() {}\nfunc init() { register() }\nfunc register() {}',
      'web/a_test.go': `package web\nimport (\n"testing"\n_ "example.com/shop/reg"\n)\nfunc TestX(t *testing.T) {}`,
    },
    reaches: ['build', 'init', 'register'],
  },
  {
    what: 'from suites, their helpers and what sets them up',
    files: {
      ...MOD,
      'pay/a.go': 'package pay\nfunc A() {}\nfunc B() {}\nfunc C() {}\nfunc D() {}\nfunc E() {}',
      'pay/main_test.go': `package pay\n${T}func TestMain(m *testing.M) { B() }`,
      'pay/help_test.go': 'package pay\nfunc helper() { C() }\nfunc unused() { E() }',
      'pay/suite_test.go': `package pay\nimport "github.com/stretchr/testify/suite"\ntype S struct { suite.Suite }\nfunc (s *S) TestA() { A() }\nfunc (s *S) SetupTest() { helper() }`,
      'web/a_test.go': 'package web\nfunc helper() { D() }',
    },
    reaches: ['A', 'B', 'C'],
  },
  {
    what: 'from examples, fuzz tests and ginkgo',
    files: {
      ...MOD,
      'pay/a.go': 'package pay\nfunc A() {}\nfunc B() {}\nfunc C() {}\nfunc D() {}',
      'pay/example_test.go': 'package pay_test\nimport "example.com/shop/pay"\nfunc ExampleA() { pay.A() }',
      'pay/fuzz_test.go': `package pay\n${T}func FuzzB(f *testing.F) { f.Fuzz(func(t *testing.T, s string) { B() }) }`,
      'web/a_test.go':
        'package web\nimport (\n. "github.com/onsi/ginkgo/v2"\n"example.com/shop/pay"\n)\nvar _ = Describe("it", func() { It("does", func() { pay.C() }) })',
    },
    reaches: ['A', 'B', 'C'],
  },
  {
    what: 'over modules of a workspace, and replaced ones',
    files: {
      'go.work': 'go 1.25\nuse (\n./a\n./b\n)\n',
      'a/go.mod':
        'module example.com/a\nrequire example.com/old v1.0.0\nreplace example.com/old v1.0.0 => ../c\n',
      'a/a_test.go': `package a\nimport (\n"testing"\n"example.com/b/v2/pay"\n"example.com/old"\n)\nfunc TestX(t *testing.T) { pay.Charge(); old.Old() }`,
      'b/go.mod': 'module example.com/b/v2\n',
      'b/pay/a.go': 'package pay\nfunc Charge() {}\nfunc Refund() {}',
      'c/go.mod': 'module example.com/new\n',
      'c/a.go': 'package old\nfunc Old() {}\nfunc New() {}',
    },
    reaches: ['Charge', 'Old'],
  },
  {
    what: 'programs that a test starts by their folder',
    files: {
      ...MOD,
      'cmd/shop/main.go': 'package main\nfunc main() { run() }\nfunc run() {}\nfunc never() {}',
      'e2e/a_test.go': `package e2e\nimport (\n"os/exec"\n"testing"\n)\nfunc TestX(t *testing.T) { exec.Command("go", "run", "../cmd/shop") }`,
    },
    reaches: ['main', 'run'],
  },
  {
    what: 'not the program whose functions are tested',
    files: {
      ...MOD,
      'cmd/shop/main.go': 'package main\nfunc main() { run() }\nfunc run() {}\nfunc parse() {}',
      'cmd/shop/a_test.go': `package main\n${T}func TestParse(t *testing.T) { parse() }`,
    },
    reaches: ['parse'],
  },
  {
    what: 'what a library calls, where nothing here does',
    files: {
      ...MOD,
      'md/a.go':
        'package md\nimport (\n"github.com/yuin/goldmark"\n"example.com/shop/order"\n)\ntype ext struct{}\nfunc (e *ext) Extend(m goldmark.Markdown) {}\nfunc (e *ext) Other(o order.Order) {}\nfunc New() any { return goldmark.New(&ext{}) }',
      'md/b.go':
        'package md\nimport "golang.org/x/net/webdav"\ntype fs struct { webdav.FileSystem }\nfunc (f fs) Chmod(mode int) error { return nil }\nfunc Serve() any { return webdav.Handler{FileSystem: fs{}} }',
      'order/a.go': 'package order\ntype Order struct{}\nfunc (o Order) Refund() {}',
      'md/a_test.go': `package md\n${T}func TestNew(t *testing.T) { New(); Serve() }`,
    },
    reaches: ['Chmod', 'Extend', 'New', 'Serve'],
  },
  {
    what: 'functions of the package that are called like those of the language',
    files: {
      ...MOD,
      'pay/a.go': 'package pay\nfunc Least() int { return min(1, 2) }\nfunc min(a, b int) int { return a }',
      'pay/a_test.go': `package pay\n${T}func TestLeast(t *testing.T) { Least() }`,
    },
    reaches: ['Least', 'min'],
  },
  {
    what: 'names of a package that is imported into sight, tests of itself too',
    files: {
      'go.mod': 'module std\n',
      'strs/a.go': 'package strs\nfunc Cut() { cut() }\nfunc cut() {}\nfunc Join() {}',
      'strs/export_test.go': 'package strs\nvar Inner = cut',
      'strs/a_test.go':
        'package strs_test\nimport (\n. "strs"\n"testing"\n)\nfunc TestCut(t *testing.T) { Cut() }',
    },
    reaches: ['Cut', 'cut'],
  },
  {
    what: 'no type for being said to implement another',
    files: {
      ...MOD,
      'pay/a.go':
        'package pay\ntype Store interface { Get() }\ntype mem struct{}\nfunc (m *mem) Get() {}\nvar _ Store = (*mem)(nil)\nvar _ Store = new(mem)\ntype jail struct { fs fs.FS }\nfunc (j jail) Chmod(m sys.Mode) { j.fs.Chmod(m) }\nfunc Use(s Store) { s.Get() }\nfunc Jail() any { return jail{} }',
      'pay/b.go':
        'package pay\nimport sys "example.org/sys"\nfunc (j jail) Rmdir(m sys.Mode) { j.fs.Rmdir(m) }',
      'pay/a_test.go': `package pay\n${T}type fake struct{}\nfunc (f fake) Get() {}\nfunc TestUse(t *testing.T) { Use(fake{}); Jail() }`,
    },
    reaches: ['Jail', 'Rmdir', 'Use'],
  },
  {
    what: 'plugins, by the name under which they are looked up',
    files: {
      ...MOD,
      'plug/echo/main.go': 'package main\nfunc NewPlugin() {}\nfunc Unused() {}',
      'plug/load.go':
        'package plug\nimport "plugin"\nfunc Load(path string) { p, _ := plugin.Open(path); p.Lookup("NewPlugin") }',
      'plug/a_test.go': `package plug\n${T}func TestLoad(t *testing.T) { Load("x") }`,
    },
    reaches: ['Load', 'NewPlugin'],
  },
  {
    what: 'methods that templates name',
    files: {
      ...MOD,
      'pay/a.go':
        'package pay\ntype Bill struct{}\nfunc (b Bill) Total() int { return 0 }\nfunc (b Bill) Net() int { return 0 }\nfunc Show(b Bill) string { return render("{{ if .Bill.Total }}x{{ end }}", b) }\nfunc render(t string, b Bill) string { return t }',
      'pay/a_test.go': `package pay\n${T}func TestShow(t *testing.T) { Show(Bill{}) }`,
    },
    reaches: ['Show', 'Total', 'render'],
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
  const read = await go.read('a.go', `package a\nvar x = ${'('.repeat(5000)}1${')'.repeat(5000)}\n`)
  expect(read.kind).toBe('unread')
})

test('a file with mistakes is read as far as it can be', async () => {
  const read = await go.read('a.go', 'package a\nfunc F() { g( }\nfunc H() { k() }\n')
  expect(read.kind === 'read' && read.facts.units.map(({ name }) => name)).toContain('H')
})

test('imports and names without end are no matter', async () => {
  const many = Array.from({ length: 20_000 }, (_, index) => index)
  const text = `package a
import (
${many.map((index) => `"example.com/p${index}/x-y"`).join('\n')}
)
func F() { ${many.map((index) => `n${index}.F()`).join('; ')} }
var t = "${'{{'.repeat(100_000)}"
`
  expect((await go.read('a.go', text)).kind).toBe('unread')
  const read = await go.read('a.go', text.replaceAll('; ', '\n').replace(/"\{.*"/, '""'))
  expect(read.kind).toBe('read')
})
