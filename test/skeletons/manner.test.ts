import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isTestFile } from '../../checks/critical-path-tests/test-files.ts'
import { memorySnapshot } from '../../src/changeset/index.ts'
import { parseCode } from '../../src/parse/code/index.ts'
import { skeletonOf, testPlace } from '../../src/parse/skeleton/index.ts'
import { made } from './made.ts'

const CODE =
  'export function rounded(gross: number) {\n  if (gross < 0) throw new Error()\n  return gross\n}\n'

test('it is written as the nearest test is: quotes, semicolons, indentation, endings, globals', async () => {
  const { path, text, like } = await made(
    {
      'package.json': '{"devDependencies":{"vitest":"5"}}',
      'src/money/rounded.ts': CODE,
      'src/money/net.ts': '',
      'src/money/__tests__/net.test.ts':
        'import { net } from "../net.js";\n\ndescribe("net", () => {\n\ttest("is less", () => {\n\t\texpect(net(2)).toBe(1);\n\t});\n});\n',
    },
    'src/money/rounded.ts',
  )
  expect(path).toBe('src/money/__tests__/rounded.test.ts')
  expect(like).toBe('src/money/__tests__/net.test.ts')
  expect(text).toBe(`import { rounded } from "../rounded.js";

describe("rounded", () => {
	test("in the usual case", () => {
		const gross = 0;
		const result = rounded(gross);
		expect(result).toBe("TODO: what is expected");
	});

	test("throws when gross is below 0", () => {
		const gross = -1;
		expect(() => rounded(gross)).toThrow("TODO: what is expected");
	});
});`)
})

test.each([
  ['if (a < 10) return 1', 'a = 9'],
  ['if (a > 2 && b) return 1', 'a = 3\n    const b = true'],
  ["if (b === 'x' || a) return 1", "b = 'x'"],
  ["if (b !== '') return 1", "b = 'a'"],
  ['if (!b) return 1', 'b = undefined'],
  ["switch (b) { case 'up': return 1 }", "b = 'up'"],
  ['if (a.length === 0) return 1', 'a = undefined'],
  ['if (b === "`${a}`") return 1', 'b = undefined'],
])('a case takes its branch, where a literal can: %s', async (branch, values) => {
  const files = {
    'package.json': '{"devDependencies":{"vitest":"5"}}',
    'a.js': `export function f(a, b) {\n  ${branch}\n}\n`,
  }
  const { text } = await made(files, 'a.js')
  expect(text.slice(text.lastIndexOf('  it('))).toContain(`const ${values}\n`)
})

test('where the test file exists, only what it lacks is given', async () => {
  const { exists, text } = await made(
    {
      'package.json': '{"devDependencies":{"vitest":"5"}}',
      'src/rounded.ts': CODE,
      'src/rounded.test.ts':
        "import { expect, test } from 'vitest'\nimport * as money from './rounded.ts'\ntest('x', () => expect(money.x).toBe(1))\n",
    },
    'src/rounded.ts',
  )
  expect(exists).toBe(true)
  expect(text).toMatch(/^test\('money\.rounded: in the usual case'/)
  expect(text).not.toContain('import')
})

test.each([
  [
    'beside it',
    'src/a/x.ts',
    ['src/a/y.test.ts', 'src/b/z.test.ts'],
    ['src/a/y.ts', 'src/b/z.ts'],
    'src/a/x.test.ts',
  ],
  ['spec', 'src/a/x.ts', ['src/a/y.spec.ts'], ['src/a/y.ts'], 'src/a/x.spec.ts'],
  ['mirrored', 'src/a/x.ts', ['test/a/y.test.ts'], ['src/a/y.ts'], 'test/a/x.test.ts'],
  [
    'its own package counts for more',
    'packages/one/src/x.ts',
    ['packages/one/test/y.test.ts', ...['a', 'b', 'c', 'd'].map((n) => `packages/two/src/${n}.test.ts`)],
    ['packages/one/src/y.ts', ...['a', 'b', 'c', 'd'].map((n) => `packages/two/src/${n}.ts`)],
    'packages/one/test/x.test.ts',
  ],
  [
    'one that is there under another roof',
    'lib/pay.rb',
    ['test/functional/pay_test.rb'],
    [],
    'test/functional/pay_test.rb',
  ],
  ['Python beside', 'app/x.py', ['app/tests/test_y.py'], ['app/y.py'], 'app/tests/test_x.py'],
  ['nobody shows', 'pkg/x.go', [], [], 'pkg/x_test.go'],
])('the place of a test: %s', (_, path, tests, sources, wanted) => {
  expect(testPlace(path, tests, sources)?.path).toBe(wanted)
})

test('what is not given out is tested by what calls it; where nothing does, it is said', async () => {
  const source =
    'function inner(a) { return a ? 1 : 2 }\nexport const outer = (b) => inner(b)\nfunction lost() { return 1 }\n'
  const ask = (name: string, line: number) =>
    skeletonOf({
      snapshot: memorySnapshot({ 'package.json': '{"type":"module"}', 'a.js': source }),
      path: 'a.js',
      functions: [{ name, line }],
      isTest: isTestFile,
    })
  expect(await ask('inner', 1)).toMatchObject({ kind: 'skeleton', text: expect.stringContaining('outer(b)') })
  expect(await ask('lost', 3)).toMatchObject({
    kind: 'none',
    why: expect.stringContaining('gives out neither'),
  })
})

test('whatever a condition holds, the titles stay words and the text stays code', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), async (text) => {
      const literal = JSON.stringify(text)
      const source = `export function f(a) {\n  if (a === ${literal} || a.b[${literal}]) return 1 // ${literal}\n  return 2\n}\n`
      const answer = await skeletonOf({
        snapshot: memorySnapshot({ 'package.json': '{"devDependencies":{"vitest":"5"}}', 'a.js': source }),
        path: 'a.js',
        isTest: isTestFile,
      })
      if (answer.kind === 'none') return
      const parsed = await parseCode(answer.text, 'javascript')
      if (parsed.kind !== 'parsed') throw new Error(parsed.detail)
      expect([...parsed.root.walk()].filter(({ type }) => type === 'ERROR')).toEqual([])
      expect(answer.text.split('\n')).toHaveLength(16)
    }),
    { numRuns: 60 },
  )
})

test('a key that is put together is no name', async () => {
  const source =
    'const key = 1\nexport const f = () => {}\nf[key] = () => f\n;(f as any)[key] = function () { return 1 }\n'
  const { covers } = await made({ 'package.json': '{"type":"module"}', 'a.ts': source }, 'a.ts')
  expect(covers).toEqual(['f'])
})

test('a function of any size gives a text that is bounded', async () => {
  const branches = Array.from(
    { length: 400 },
    (_, at) => `if (a === ${at} && ${'(b || c) && '.repeat(20)}d) return ${at}`,
  )
  const many = Array.from({ length: 300 }, (_, at) => `p${at}`).join(', ')
  const source = `export function f(a, b, c, d, ${many}) {\n${branches.join('\n')}\n}\n`
  const { text } = await made({ 'package.json': '{}', 'a.js': source }, 'a.js')
  expect(text.length).toBeLessThan(20_000)
})
