import { indentOf } from '../layout.ts'
import type { Sample, Subject } from '../skeleton-types.ts'

export type ScriptFramework = 'vitest' | 'jest' | 'bun' | 'mocha' | 'node:test' | 'ava'
export type Assertions =
  | 'expect'
  | 'chai-expect'
  | 'chai-assert'
  | 'should'
  | 'node:assert'
  | 'context.assert'
  | 'ava'

/** How tests of scripts are written here. */
export interface ScriptManner {
  framework: ScriptFramework
  assertions: Assertions
  /** Lines that a test begins with, besides the import of what it tests. */
  imports: string[]
  grouped: boolean
  test: 'it' | 'test'
  quote: "'" | '"'
  semicolon: string
  indent: string
  modules: boolean
  /** What stands behind the name of an imported file. */
  ending: (extension: string) => string
  typed: boolean
}

/** Reads the manner from the nearest tests; what they leave open, from manifests and the file itself. */
export function scriptManner(subject: Subject): ScriptManner {
  const sample = subject.samples.find(({ text }) => frameworkIn(text) || registers(text))
  const framework = (sample && frameworkIn(sample.text)) ?? frameworkOf(subject.manifests)
  const text = sample?.text ?? subject.text
  const typed = /\.[cm]?tsx?$/.test(subject.target)
  const modules = isModule(subject, sample, typed)
  const quote = count(text, /"[^"\n]*"/g) > count(text, /'[^'\n]*'/g) ? '"' : "'"
  const semicolon = count(text, /;$/gm) * 4 > count(text, /[)\w'"`]$/gm) ? ';' : ''
  const style = { quote, semicolon, modules } as const
  const word = preferred(sample?.text, framework)
  const assertions = assertionsIn(sample?.text ?? '', framework, subject.manifests)
  const base = {
    framework,
    assertions,
    grouped:
      framework !== 'ava' &&
      (sample ? /\b(?:describe|context|suite)\b/.test(sample.text) : framework !== 'node:test'),
    test: word,
    quote,
    semicolon,
    indent: indentOf([text, ...subject.samples.map((one) => one.text)], '  '),
    modules,
    ending: endingOf(subject, sample, modules),
    typed,
  } as const
  return { ...base, imports: importsOf({ ...base, ...style }, sample?.text) }
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

function registers(text: string): boolean {
  return /^\s*(?:describe|it|test|context|suite)(?:\.\w+)*\(/m.test(text)
}

const BY_IMPORT: readonly (readonly [RegExp, ScriptFramework])[] = [
  [/['"]vitest['"]/, 'vitest'],
  [/['"]@jest\/globals['"]|\bjest\.(?:fn|mock|spyOn)\(/, 'jest'],
  [/['"]bun:test['"]/, 'bun'],
  [/['"]node:test['"]|require\(['"]test['"]\)/, 'node:test'],
  [/(?:from|require\()\s*['"]ava['"]/, 'ava'],
  [/(?:from|require\()\s*['"]mocha['"]/, 'mocha'],
]

function frameworkIn(text: string): ScriptFramework | undefined {
  return BY_IMPORT.find(([pattern]) => pattern.test(text))?.[1]
}

/** What the nearest manifest runs tests by; without any, what Node brings along. */
function frameworkOf(manifests: readonly Sample[]): ScriptFramework {
  for (const { path, text } of manifests) {
    if (/(?:^|\/)vitest\.(?:config|workspace)\./.test(path)) return 'vitest'
    if (/(?:^|\/)jest\.config\./.test(path)) return 'jest'
    if (/(?:^|\/)\.mocharc/.test(path)) return 'mocha'
    if (!path.endsWith('package.json')) continue
    for (const name of ['vitest', 'jest', 'ava', 'mocha'] as const)
      if (text.includes(`"${name}"`) || (name === 'jest' && text.includes('"ts-jest"'))) return name
    if (/react-scripts test|"@types\/jest"/.test(text)) return 'jest'
    if (/"test"\s*:\s*"bun test/.test(text)) return 'bun'
    if (/node (?:--\S+ )*--test\b/.test(text)) return 'node:test'
  }
  return 'node:test'
}

function preferred(text: string | undefined, framework: ScriptFramework): 'it' | 'test' {
  if (framework === 'ava') return 'test'
  if (text === undefined) return framework === 'node:test' || framework === 'bun' ? 'test' : 'it'
  return count(text, /\btest(?:\.\w+)*\(/g) > count(text, /\bit(?:\.\w+)*\(/g) ? 'test' : 'it'
}

function assertionsIn(text: string, framework: ScriptFramework, manifests: readonly Sample[]): Assertions {
  if (framework === 'ava') return 'ava'
  if (framework === 'vitest' || framework === 'jest' || framework === 'bun') return 'expect'
  if (framework === 'node:test' && /\bt\.assert\.\w+\(/.test(text)) return 'context.assert'
  if (/(?:from|require\()\s*['"](?:node:)?assert(?:\/strict)?['"]/.test(text)) return 'node:assert'
  const hasChai = /['"]chai['"]/.test(text) || manifests.some((one) => one.text.includes('"chai"'))
  if (hasChai) {
    if (/\bexpect\(/.test(text)) return 'chai-expect'
    if (/\bassert\.\w+\(|\bassert\(/.test(text)) return 'chai-assert'
    return 'chai-expect'
  }
  return 'node:assert'
}

function isModule(subject: Subject, sample: Sample | undefined, typed: boolean): boolean {
  if (/\.m[jt]s$/.test(subject.target)) return true
  if (subject.target.endsWith('.cjs')) return false
  if (typed) return true
  const text = sample?.text ?? subject.text
  if (/^import\b/m.test(text)) return true
  return !/\brequire\(|\bmodule\.exports\b/.test(text) && /^(?:import|export)\b/m.test(subject.text)
}

function endingOf(
  { text, manifests, path }: Subject,
  sample: Sample | undefined,
  modules: boolean,
): ScriptManner['ending'] {
  const shown = [sample?.text ?? '', text]
    .flatMap((one) => [...one.matchAll(/(?:from|require\(|import\()\s*['"](\.[^'"\n]*)['"]/g)])
    .map((match) => match[1] ?? '')
  // What a relative import of the nearest test, or of the file itself, ends with.
  const first = shown.find(
    (one) => !/\.(?:json|css|vue|svelte|md)$/.test(one) && !/(?:^|\/)\.{0,2}$/.test(one),
  )
  if (first !== undefined) {
    const [, ending = ''] = /(\.[cm]?[jt]sx?)$/.exec(first) ?? []
    if (ending === '') return () => ''
    return ending.includes('ts')
      ? (extension) => `.${extension}`
      : (extension) => `.${extension.replace('ts', 'js').replace(/x$/, '')}`
  }
  const isPackageOfModules = manifests.some(
    (one) => one.path.endsWith('package.json') && /"type"\s*:\s*"module"/.test(one.text),
  )
  if (modules && isPackageOfModules && !/\.tsx?$/.test(path)) return (extension) => `.${extension}`
  if (/\.[cm][jt]s$/.test(path)) return (extension) => `.${extension.replace('t', 'j')}`
  return () => ''
}

type Style = Omit<ScriptManner, 'imports'>

function importsOf(style: Style, text: string | undefined): string[] {
  const kept = keptImports(text, style)
  const { framework, assertions, grouped, test } = style
  const names = [...(grouped ? ['describe'] : []), ...(assertions === 'expect' ? ['expect'] : []), test]
  const lines: string[] = []
  if (framework === 'vitest' && !usesGlobals(text))
    lines.push(importOf(`{ ${names.join(', ')} }`, 'vitest', style))
  if (framework === 'jest' && text?.includes('@jest/globals'))
    lines.push(importOf(`{ ${names.join(', ')} }`, '@jest/globals', style))
  if (framework === 'bun') lines.push(importOf(`{ ${names.join(', ')} }`, 'bun:test', style))
  if (framework === 'node:test') {
    const own = names.filter((name) => name !== 'expect')
    lines.push(importOf(`{ ${own.join(', ')} }`, 'node:test', style))
  }
  if (framework === 'mocha' && text !== undefined && /['"]mocha['"]/.test(text))
    lines.push(importOf(`{ ${names.filter((name) => name !== 'expect').join(', ')} }`, 'mocha', style))
  if (framework === 'ava') lines.push(importOf('test', 'ava', style))
  if (kept !== undefined) lines.push(kept)
  else if (assertions === 'node:assert') lines.push(importOf('assert', 'node:assert/strict', style))
  else if (assertions === 'chai-expect') lines.push(importOf('{ expect }', 'chai', style))
  else if (assertions === 'chai-assert') lines.push(importOf('{ assert }', 'chai', style))
  return lines
}

/** The line by which the sample brings in its assertions, where it is one that stands alone. */
function keptImports(text: string | undefined, { assertions, modules }: Style): string | undefined {
  if (text === undefined || !/^(?:node:assert|chai-)/.test(assertions)) return undefined
  const library = assertions === 'node:assert' ? String.raw`(?:node:)?assert(?:\/strict)?` : 'chai'
  const name = assertions === 'chai-expect' ? 'expect' : 'assert'
  const pattern = modules
    ? new RegExp(
        String.raw`^import (?:${name}|\{ ?${name} ?\}|\* as ${name}) from ['"]${library}['"];?$`,
        'm',
      )
    : new RegExp(
        String.raw`^(?:const|var|let) (?:${name}|\{ ?${name} ?\}) = require\(['"]${library}['"]\)(?:\.${name})?;?$`,
        'm',
      )
  return pattern.exec(text)?.[0]
}

function usesGlobals(text: string | undefined): boolean {
  if (text === undefined) return false
  const named = /import\s*\{([^}]*)\}\s*from\s*['"]vitest['"]/.exec(text)?.[1] ?? ''
  return registers(text) && !/\b(?:it|test|describe)\b/.test(named)
}

/** One import in the manner of the file: `{ a, b }` or a name. */
export function importOf(
  what: string,
  from: string,
  { modules, quote, semicolon }: Pick<Style, 'modules' | 'quote' | 'semicolon'>,
): string {
  const source = `${quote}${from}${quote}`
  return modules
    ? `import ${what} from ${source}${semicolon}`
    : `const ${what.replace(/ as /g, ': ')} = require(${source})${semicolon}`
}
