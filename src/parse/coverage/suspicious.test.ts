import { expect, test } from 'vitest'
import { executableLines } from './executable-lines.ts'
import type { CoverageFormat, CoverageReport } from './report.ts'
import { suspicious } from './suspicious.ts'

function report(path: string, hits: Record<number, number>, format: CoverageFormat = 'lcov'): CoverageReport {
  const lines = new Map(Object.entries(hits).map(([line, count]) => [Number(line), count]))
  return { format, files: new Map([[path, { lines, branches: new Map() }]]) }
}

async function line(path: string, text: string, hits: Record<number, number>, format?: CoverageFormat) {
  return (await suspicious(report(path, hits, format), path, text))?.line
}

const script = `// Money.
export function pay(cents) {

  if (cents < 0) {
    return 0
  }
  return cents
}
`
/** Seven functions of which each ends in a brace of its own line. */
const braces = Array.from({ length: 7 }, (_, index) => `function pay${index}() {\n}\n`).join('')
const python = `# Money.
def pay(cents):

    text = """

    # no comment
    """
    return [
        # A part of a statement.
        cents,
    ]
`
const go = `package pay

// Pay pays.
func Pay(cents int) int {
	// Nothing is free.

	return cents
}
`

test.each([
  ['code alone', script, { 2: 1, 4: 1, 5: 0, 7: 1 }, undefined],
  ['a comment', script, { 1: 1, 2: 1, 4: 1 }, 1],
  ['a blank line', script, { 2: 1, 3: 1, 4: 1 }, 3],
  ['a closing brace, where a source map led', script, { 2: 1, 4: 1, 6: 1 }, undefined],
  ['several closing braces', braces, { 1: 1, 2: 1, 6: 1, 12: 1 }, 2],
  ['a line past the end', script, { 2: 1, 40: 1 }, 40],
  ['a comment that was not run', script, { 1: 0, 2: 1 }, undefined],
  ['every line, as tools over V8 do', script, { 1: 1, 2: 1, 3: 1, 4: 1, 5: 0, 6: 0, 7: 1, 8: 1 }, undefined],
  ['braces, as tools over V8 do', script, { 2: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1 }, undefined],
])('of a script: %s', async (_, text, hits, expected) => {
  expect(await line('pay.js', text, hits)).toBe(expected)
})

test('strings, and comments within a statement, are the tool’s to count', async () => {
  expect(await line('pay.py', python, { 2: 1, 4: 1, 5: 1, 6: 1, 8: 1, 9: 1 }, 'coverage.py')).toBeUndefined()
  expect(await line('pay.py', python, { 1: 1, 2: 1 }, 'coverage.py')).toBe(1)
  expect(await line('pay.py', python, { 2: 1, 3: 1 }, 'coverage.py')).toBe(3)
})

test('blocks hold blank lines and comments, in functions only', async () => {
  expect(await line('pay.go', go, { 4: 1, 5: 1, 6: 1, 7: 1, 8: 1 }, 'go')).toBeUndefined()
  expect(await line('pay.go', go, { 3: 1, 4: 1 }, 'go')).toBe(3)
  expect(await line('pay.go', go, { 2: 1 }, 'lcov')).toBe(2)
})

test('without a grammar only tables of lines are held against the text', async () => {
  const kotlin = '// Money.\n\nfun pay() = 1\n'
  expect(await line('Pay.kt', kotlin, { 3: 1 }, 'jacoco')).toBeUndefined()
  expect(await line('Pay.kt', kotlin, { 1: 1 }, 'jacoco')).toBe(1)
  expect(await line('Pay.kt', kotlin, { 2: 1 }, 'jacoco')).toBe(2)
  expect(await line('Pay.kt', kotlin, { 2: 1 }, 'lcov')).toBeUndefined()
  // Code that is inlined has lines of its own.
  expect(await line('Pay.kt', kotlin, { 3: 1, 44: 1 }, 'jacoco')).toBeUndefined()
})

test('a text that tools split into lines in their own ways, or that is broken, shows nothing', async () => {
  expect(await line('pay.js', '// a\rpay()\n\n\n', { 3: 1 })).toBeUndefined()
  expect(await line('pay.js', '// a\nfunction (((\n', { 1: 1 })).toBeUndefined()
  expect(await line('empty.py', '', { 1: 1 })).toBeUndefined()
})

test('lines without code are left out of what blocks say', async () => {
  const file = await executableLines(report('pay.go', { 4: 1, 5: 1, 6: 1, 7: 1, 8: 1 }, 'go'), 'pay.go', go)
  expect([...(file?.lines.keys() ?? [])]).toEqual([4, 7])
})

test('what SimpleCov is told to leave out is left out', async () => {
  const ruby = [
    'pay # simplecov:disable',
    '# simplecov:disable line for now',
    'pay',
    '# simplecov:enable',
    '# simplecov:disable branch',
    'pay',
    '# :nocov:',
    'pay',
    '# :nocov:',
    'pay',
  ].join('\n')
  const hits = Object.fromEntries([1, 3, 6, 8, 10].map((line) => [line, 0]))
  const file = await executableLines(report('pay.rb', hits, 'mixed'), 'pay.rb', ruby)
  expect([...(file?.lines.keys() ?? [])]).toEqual([6, 10])
})
