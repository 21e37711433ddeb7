import { marked } from 'marked'
import { parse } from 'yaml'
import type { CoverageReports, Side } from '../src/model/index.ts'

/** An example of a rule's page: the files of both sides, and the lines that must be reported. */
export interface Example {
  /** The `###` heading above it. */
  name: string
  /** Stands under `## Reported`; otherwise under `## Not reported`. */
  reported: boolean
  base: Record<string, string>
  head: Record<string, string>
  /** Head path to base path, for `from=` in a fence. */
  renames: Record<string, string>
  /** Reports of coverage tools that are handed over: fences with `coverage=head` or `coverage=base`. */
  coverage: CoverageReports | undefined
  expected: { side: Side; path: string; line: number }[]
  /** The rule's options: a fence of YAML with `options=given`; otherwise the default ones. */
  options?: unknown
}

/** A rule's `rule.md`, taken apart. The texts are Markdown. */
export interface RulePage {
  title: string
  /** What the rule sees: the text between the title and the first section. */
  what: string
  /** First paragraph of `## Why it matters`. */
  why: string
  /** First paragraph of `## How to fix it`. */
  fix: string
  markdown: string
  examples: Example[]
}

const SECTIONS = ['Why it matters', 'How to fix it', 'When not to use it', 'Reported', 'Not reported']

/**
 * Takes a rule's page apart.
 * @throws Error naming the page and what it lacks: pages are part of the program, not input.
 */
export function parsePage(markdown: string, name: string): RulePage {
  const fail = (what: string): never => {
    throw new Error(`${name}: ${what}`)
  }
  let title = ''
  let section = ''
  let heading = ''
  const paragraphs = new Map<string, string>()
  const seen = new Set<string>()
  const examples: Example[] = []
  for (const token of marked.lexer(markdown)) {
    if (token.type === 'heading' && token.depth === 1) title = token.text as string
    else if (token.type === 'heading' && token.depth === 2) {
      section = token.text as string
      heading = ''
      seen.add(section)
    } else if (token.type === 'heading' && token.depth === 3) heading = token.text as string
    else if (token.type === 'paragraph') {
      if (!paragraphs.has(section)) paragraphs.set(section, token.text as string)
    } else if (token.type === 'code' && (section === 'Reported' || section === 'Not reported')) {
      const reported = section === 'Reported'
      const attributes = parseInfo((token.lang as string | undefined) ?? '')
      if (!attributes.has('file') && !attributes.has('options'))
        fail(`a fence under "${section}" has no file=`)
      let example = examples.at(-1)
      if (!example || example.name !== heading || example.reported !== reported) {
        example = {
          name: heading,
          reported,
          base: {},
          head: {},
          renames: {},
          coverage: undefined,
          expected: [],
        }
        examples.push(example)
      }
      if (attributes.has('options')) example.options = parse(token.text as string)
      else addFile(example, attributes, `${token.text as string}\n`, fail)
    }
  }
  if (title === '') fail('has no title')
  for (const wanted of SECTIONS) if (!seen.has(wanted)) fail(`has no section "## ${wanted}"`)
  for (const reported of [true, false]) {
    if (!examples.some((example) => example.reported === reported)) {
      fail(`has no example under "${reported ? 'Reported' : 'Not reported'}"`)
    }
  }
  for (const example of examples) {
    if (example.reported !== example.expected.length > 0) {
      fail(
        `example "${example.name}": ${example.reported ? 'no line is marked with reports=' : 'a line is marked'}`,
      )
    }
  }
  const text = (key: string): string => paragraphs.get(key) ?? fail(`"${key || title}" has no paragraph`)
  return {
    title,
    what: text(''),
    why: text('Why it matters'),
    fix: text('How to fix it'),
    markdown,
    examples,
  }
}

/** `ts file=src/a.ts side=head reports=3,7` as a map; words without `=` are left out. */
function parseInfo(info: string): Map<string, string> {
  const pairs = info.split(/\s+/).filter((word) => word.includes('='))
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}

function addFile(
  example: Example,
  attributes: ReadonlyMap<string, string>,
  text: string,
  fail: (what: string) => never,
): void {
  const path = attributes.get('file') ?? ''
  const of = attributes.get('coverage')
  if (of !== undefined) {
    if (of !== 'head' && of !== 'base') return fail(`coverage=${of} is not head or base`)
    const { head = [], ...others } = example.coverage ?? {}
    const own = { name: path, text }
    example.coverage = of === 'head' ? { ...others, head: [...head, own] } : { head, base: [own] }
    return undefined
  }
  const side = attributes.get('side') ?? 'head'
  if (side !== 'base' && side !== 'head' && side !== 'both')
    return fail(`side=${side} is not base, head or both`)
  if (side !== 'head') example.base[path] = text
  if (side !== 'base') example.head[path] = text
  const from = attributes.get('from')
  if (from !== undefined) example.renames[path] = from
  for (const line of attributes.get('reports')?.split(',') ?? []) {
    const number = Number(line)
    if (!Number.isInteger(number) || number < 1) fail(`reports=${line} is not a line number`)
    example.expected.push({ side: side === 'base' ? 'base' : 'head', path, line: number })
  }
}
