import type { FileChange, Region, RuleContext, Side } from '../../src/model/index.ts'
import { pathOn, touches } from '../../src/model/index.ts'
import type { CodeBranch, CodeFunction } from '../../src/parse/code/functions/index.ts'
import { codeFunctions } from '../../src/parse/code/functions/index.ts'
import { type Language, languageOf, parseCode, type SyntaxNode } from '../../src/parse/code/index.ts'
import { addsCode, tokensOf } from './significant.ts'

/** A function whose code this change wrote or rewrote. */
export interface ChangedFunction {
  change: FileChange
  /** Empty for what runs when the file is loaded. */
  name: string
  /** `Class.method`, `function`, or `the top of the file` in words. */
  shown: string
  region: Region
  /** Of a new function where it begins, else the first line of it that this change wrote. */
  line: number
  isNew: boolean
  /** Branches that it did not have before; of a new function, all. */
  newBranches: CodeBranch[]
  /** Statements that it holds, roughly: how much there is to get wrong. */
  size: number
}

/** Said in the first lines of files that nobody writes by hand. */
const GENERATED =
  /@generated|Code generated .* DO NOT EDIT|automatically generated|^(?:\/\/|#|\/?\*+) ?[!/]? ?(?:this file (?:is|was) )?(?:auto-?)?generated (?:by|from|via|with)\b/im
/** Where tools put what they write. */
const IN_GENERATED = /(?:^|\/)(?:generated|__generated__)\//
/** Bundles and minified files have lines that no person wrote. */
const WRITTEN_BY_A_TOOL = /[^\n]{5000}/

/** What is asked of a review to find its functions. */
export type FunctionContext = Pick<RuleContext, 'changeSet' | 'shared' | 'incomplete'>

interface ParsedFunction extends CodeFunction {
  tokens: string[]
  key: string
}

/**
 * Functions of a changed file that this change wrote or rewrote. One whose running code is as before (comments, layout, types,
 * another name, another file) is none; neither is one that only lost code.
 */
export async function changedFunctions(
  context: FunctionContext,
  change: FileChange,
): Promise<ChangedFunction[]> {
  const head = await parsedFunctions(context, 'head', change.path)
  if (!head) return []
  const before = await parsedFunctions(context, 'base', pathOn(change, 'base'))
  const known = new Map<string, ParsedFunction[]>()
  for (const one of before ?? []) known.set(one.key, [...(known.get(one.key) ?? []), one])
  const moved = await movedCode(context)
  const found: ChangedFunction[] = []
  for (const one of head) {
    const old = known.get(one.key)?.shift()
    if (one.tokens.length === 0 || !touches(change.added, one.region)) continue
    if (old ? !addsCode(old.tokens, one.tokens) : moved.has(one.tokens.join(' '))) continue
    found.push({
      change,
      name: one.name,
      shown:
        one.name === ''
          ? 'the code outside of functions'
          : one.owner === ''
            ? one.name
            : `${one.owner}.${one.name}`,
      region: one.region,
      line: old || one.name === '' ? lineIn(change, one, head) : one.region.startLine,
      isNew: !old && one.name !== '',
      newBranches: added(old?.branches ?? [], one.branches).filter(({ region }) =>
        touches(change.added, region),
      ),
      size: one.tokens.filter((token) => token === ';' || token === 'return' || token === '=').length,
    })
  }
  return found
}

/** The first line of a function that this change wrote, outside of the functions in it that are listed by themselves. */
function lineIn(change: FileChange, own: ParsedFunction, all: readonly ParsedFunction[]): number {
  const { startLine, endLine } = own.region
  const inner = all.filter((one) => own.inner.has(one.node)).map(({ region }) => region)
  for (const { start, end } of change.added) {
    for (let line = Math.max(start, startLine); line <= Math.min(end, endLine); line++)
      if (!inner.some((region) => region.startLine <= line && line <= region.endLine)) return line
  }
  return Math.max(startLine, change.added[0]?.start ?? 1)
}

/**
 * Branches that were not there before. One whose names alone were changed was; a value that falls back on another (`a || b`)
 * is none.
 */
function added(before: readonly CodeBranch[], after: readonly CodeBranch[]): CodeBranch[] {
  let left = after.filter(({ kind }) => kind !== 'operator')
  let old = before.filter(({ kind }) => kind !== 'operator')
  for (const keyOf of [exactly, byShape]) {
    const keys = old.map(keyOf)
    left = left.filter((branch) => {
      const at = keys.indexOf(keyOf(branch))
      if (at < 0) return true
      keys.splice(at, 1)
      old = old.toSpliced(at, 1)
      return false
    })
  }
  return left
}

function exactly({ kind, condition }: CodeBranch): string {
  return `${kind} ${condition}`
}

function byShape({ kind, condition }: CodeBranch): string {
  return `${kind} ${condition.replaceAll(/[\p{L}_$][\p{L}\d_$]*/gu, 'x')}`
}

async function parsedFunctions(
  context: FunctionContext,
  side: Side,
  path: string | undefined,
): Promise<ParsedFunction[] | undefined> {
  const language = path === undefined ? undefined : languageOf(path)
  if (path === undefined || !language) return undefined
  return context.shared(`functions:${side}:${path}`, async () => {
    const content = await context.changeSet[side].read(path)
    if (content.kind !== 'text' || IN_GENERATED.test(path) || GENERATED.test(content.text.slice(0, 1000)))
      return undefined
    if (WRITTEN_BY_A_TOOL.test(content.text)) return undefined
    const parsed = await parseCode(content.text, language)
    if (parsed.kind === 'unparsed') {
      if (side === 'head') context.incomplete(`${path}: ${parsed.detail}`)
      return undefined
    }
    return codeFunctions(parsed.root, language).map((one) => withTokens(one, language))
  })
}

/** What only gives functions of a file their names and hands them out: `export const f = …` runs nothing else. */
function shellsOf({ inner }: CodeFunction): Set<SyntaxNode> {
  return new Set(
    [...inner].map((node) => {
      let shell = node
      for (let outer = node.parent; outer && isShell(outer, inner); outer = outer.parent) shell = outer
      return shell
    }),
  )
}

const SHELLS = new Set([
  'variable_declarator',
  'export_statement',
  'assignment_expression',
  'expression_statement',
  'class_declaration',
  'abstract_class_declaration',
])

function isShell({ type, namedChildren }: SyntaxNode, inner: ReadonlySet<SyntaxNode>): boolean {
  if (type === 'class_body') return namedChildren.every((member) => inner.has(member))
  return SHELLS.has(type) || (/^(?:lexical|variable)_declaration$/.test(type) && namedChildren.length === 1)
}

function withTokens(one: CodeFunction, language: Language): ParsedFunction {
  const whole = tokensOf(one.node, language, one.name === '' ? shellsOf(one) : one.inner)
  // The name is no part of what it does: a function that is only renamed is not new.
  const at = one.name === '' ? -1 : whole.indexOf(one.name)
  const tokens = at < 0 ? whole : whole.toSpliced(at, 1)
  return { ...one, tokens, key: `${one.owner}.${one.name}` }
}

/** The code of functions that this change removed or moved from somewhere: what stands elsewhere now is not new. */
function movedCode(context: FunctionContext): Promise<ReadonlySet<string>> {
  return context.shared('functions:moved', async () => {
    const moved = new Set<string>()
    for (const change of context.changeSet.changes) {
      if (change.removed.length === 0) continue
      for (const one of (await parsedFunctions(context, 'base', pathOn(change, 'base'))) ?? [])
        if (touches(change.removed, one.region)) moved.add(one.tokens.join(' '))
    }
    return moved
  })
}
