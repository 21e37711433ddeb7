import { z } from 'zod'
import {
  changesLines,
  type FileChange,
  matcher,
  type Region,
  type Report,
  type RuleContext,
} from '../../../src/model/index.ts'
import type { SyntaxNode } from '../../../src/parse/code/index.ts'
import {
  readTerraform,
  type TerraformBlock,
  type TerraformValue,
} from '../../../src/parse/terraform/index.ts'
import { TEST_GLOBS } from '../engine/definition.ts'

export const TERRAFORM = ['**/*.tf']

/** Options of rules about Terraform. */
export const terraformOptions = z.strictObject({
  exclude: z
    .array(z.string())
    .default([...TEST_GLOBS])
    .describe('Paths that are not looked at.'),
})

/** What is wrong at a place of a resource. */
export interface Mistake {
  /** Where it is written. */
  node: SyntaxNode
  /** Whether only its first line is meant. */
  isHead?: boolean
  /** In words that do not move. */
  words: string
  message: string
  fix: string
}

/** Blocks that rules are asked of. */
const ASKED = new Set(['resource', 'data', 'provider', 'variable'])

/** Reports what `find` says of each resource, data source, provider and variable of the changed files, where the change wrote it. */
export async function* mistakesIn(
  context: RuleContext<z.output<typeof terraformOptions>>,
  find: (block: TerraformBlock, kind: string, name: string) => Iterable<Mistake>,
): AsyncGenerator<Report, void> {
  for (const change of context.changes) {
    if (context.signal.aborted) return
    if (change.status === 'removed' || change.added.length === 0) continue
    if (matcher(context.optionsFor(change.path).exclude)(change.path)) continue
    for (const block of await blocksOf(context, change)) {
      if (!ASKED.has(block.type)) continue
      const [kind = '', name = ''] = block.labels
      // Two tables may know one setting.
      const seen = new Set<string>()
      for (const { node, isHead, words, message, fix } of find(block, kind, name)) {
        const { startLine } = node.region
        const region: Region = isHead ? { startLine, endLine: startLine } : node.region
        const key = `${startLine} ${words}`
        if (seen.has(key) || !changesLines(change, 'head', region)) continue
        seen.add(key)
        yield {
          location: { side: 'head', path: change.path, region },
          subject: `${kind}.${name} ${words}`,
          message,
          fix,
        }
      }
    }
  }
}

async function blocksOf(context: RuleContext, { path }: FileChange): Promise<TerraformBlock[]> {
  return context.shared(`terraform ${path}`, async () => {
    const content = await context.changeSet.head.read(path)
    const read =
      content.kind === 'unread'
        ? { kind: 'unread' as const, detail: content.detail ?? content.reason }
        : await readTerraform(content.text)
    if (read.kind === 'read') return read.blocks
    context.incomplete(`${path}: ${read.detail}`)
    return []
  })
}

/** The attribute of a block, or of a block inside of it: `['versioning', 'enabled']`. */
export function* attributes(
  block: TerraformBlock,
  path: readonly string[],
): Generator<{
  value: TerraformValue
  node: SyntaxNode
}> {
  const [head, ...rest] = path
  if (rest.length === 0) {
    for (const attribute of block.attributes) if (attribute.name === head) yield attribute
    return
  }
  for (const inner of block.blocks) if (inner.type === head) yield* attributes(inner, rest)
  for (const { name, value } of block.attributes) if (name === head) yield* entries(value, rest)
}

function* entries(
  value: TerraformValue,
  [head, ...rest]: readonly string[],
): Generator<{ value: TerraformValue; node: SyntaxNode }> {
  if (value.kind === 'list') for (const item of value.items) yield* entries(item, [head ?? '', ...rest])
  if (value.kind !== 'object') return
  for (const entry of value.entries) {
    if (entry.key !== head) continue
    if (rest.length === 0) yield entry
    else yield* entries(entry.value, rest)
  }
}

export const constantOf = (value: TerraformValue): string | number | boolean | null | undefined =>
  value.kind === 'constant' ? value.value : undefined

/** Constants of a list, or of a value alone. */
export const constantsOf = (value: TerraformValue): (string | number | boolean | null)[] =>
  value.kind === 'list'
    ? value.items.flatMap((item) => constantOf(item) ?? [])
    : [constantOf(value)].filter((one) => one !== undefined)

/** Rules as blocks, and as the attribute `ingress = [{…}]`. */
export function withInner(block: TerraformBlock): TerraformBlock[] {
  const written = block.attributes.flatMap(({ name, value }) =>
    value.kind === 'list' ? value.items.map((item) => ({ name, item })) : [{ name, item: value }],
  )
  return [
    ...block.blocks,
    ...written.flatMap(({ name, item }): TerraformBlock[] =>
      item.kind === 'object'
        ? [
            {
              type: name,
              labels: [],
              blocks: [],
              node: item.node,
              attributes: item.entries.map(({ key, node, value }) => ({ name: key, node, value })),
            },
          ]
        : [],
    ),
  ]
}

type Constant = string | number | boolean

/** An attribute, and what a resource must not say of it. */
export interface Setting {
  kind: string | readonly string[]
  /** Through blocks to the attribute: `versioning.enabled`. Of several, one that is right is enough. */
  path: string | readonly string[]
  /** Values that it must not have. */
  is?: readonly Constant[]
  /** Values beside which none is right. */
  not?: readonly Constant[]
  /** Values that it must have among its own. */
  includes?: readonly Constant[]
  /** Numbers below this are wrong. */
  below?: number
  /** Whether the provider's own value, where none is written, is wrong too: then the head of the resource is shown. */
  absent?: boolean
  /** Whether every block around the attribute needs one of its own. */
  each?: boolean
  /** Whether the attribute or block must not be there at all. */
  forbidden?: true
  /** Attributes or blocks with which it does not apply. */
  unless?: readonly string[]
  /** What it is good for: `audit` is a matter of taste, `always` is plain even where nothing is written, else a wrong value that is written is plain. */
  asks?: 'audit' | 'always'
  /** What else is written: without it this does not apply. */
  when?: { path: string; is?: readonly Constant[] }
  /** `{name}` is the resource's, `{path}` the attribute. */
  message: string
  fix: string
}

export const audit = (setting: Setting): Setting => ({ ...setting, asks: 'audit' })
export const always = (setting: Setting): Setting => ({ ...setting, asks: 'always' })

/** Settings by the kind of resource that they are of. */
export function byKind(settings: readonly Setting[]): ReadonlyMap<string, readonly Setting[]> {
  const kinds = new Map<string, Setting[]>()
  for (const setting of settings) {
    for (const kind of [setting.kind].flat()) {
      const known = kinds.get(kind)
      if (known) known.push(setting)
      else kinds.set(kind, [setting])
    }
  }
  return kinds
}

/** Settings of a resource that have a value they must not have, or none. */
export function* wrongSettings(
  settings: ReturnType<typeof byKind>,
  block: TerraformBlock,
  kind: string,
  name: string,
): Generator<Mistake> {
  // A data source describes what somebody else made.
  if (block.type !== 'resource') return
  for (const setting of settings.get(kind) ?? []) {
    if (!applies(setting, block)) continue
    const paths = [setting.path].flat()
    const say = (path: string): Omit<Mistake, 'node'> => ({
      words: path,
      message: setting.message.replaceAll('{name}', name).replaceAll('{path}', path),
      fix: setting.fix.replaceAll('{path}', path),
    })
    if (setting.includes) {
      const node = lacksOneOf(setting.includes, block, paths[0] ?? '')
      if (node) yield { node, isHead: node === block.node, ...say(paths[0] ?? '') }
      continue
    }
    if (setting.forbidden) {
      const path = paths.find((one) => isWritten(block, one))
      if (path !== undefined) yield { node: block.node, isHead: true, ...say(path) }
      continue
    }
    if (setting.each) {
      const path = paths[0] ?? ''
      for (const inner of innerWithout(block, path.split('.')))
        yield { node: inner.node, isHead: true, ...say(path) }
      continue
    }
    let isThere = false
    for (const path of paths) {
      for (const { value, node } of attributes(block, path.split('.'))) {
        isThere = true
        if (isWrong(setting, value)) yield { node, ...say(path) }
      }
      isThere ||= isWritten(block, path)
    }
    if (setting.absent && !isThere) yield { node: block.node, isHead: true, ...say(paths[0] ?? '') }
  }
}

/** The list that has not all of the values, or the resource that has no list. */
function lacksOneOf(
  values: readonly Constant[],
  block: TerraformBlock,
  path: string,
): SyntaxNode | undefined {
  const found = [...attributes(block, path.split('.'))]
  const isKnown = found.every(({ value }) =>
    (value.kind === 'list' ? value.items : [value]).every(({ kind }) => kind === 'constant'),
  )
  if (!isKnown || (found.length === 0 && isWritten(block, path))) return undefined
  const written = found.flatMap(({ value }) => constantsOf(value))
  if (values.every((one) => written.some((other) => String(one) === String(other)))) return undefined
  return found[0]?.node ?? block.node
}

function applies({ unless, when }: Setting, block: TerraformBlock): boolean {
  if (unless?.some((path) => isWritten(block, path))) return false
  if (!when) return true
  if (!when.is) return isWritten(block, when.path)
  const { is } = when
  return [...attributes(block, when.path.split('.'))].some(({ value }) =>
    constantsOf(value).some((one) => isOneOf(is, one)),
  )
}

function isWrong({ is, not, below }: Setting, value: TerraformValue): boolean {
  if (not && value.kind === 'list' && value.items.length === 0) return true
  return constantsOf(value).some(
    (one) =>
      (is && isOneOf(is, one)) === true ||
      (not && !isOneOf(not, one)) === true ||
      (below !== undefined && one !== null && one !== '' && Number(one) < below),
  )
}

/** Terraform takes `"true"` for `true`. */
const isOneOf = (values: readonly Constant[], one: Constant | null): boolean =>
  values.some((value) => String(value) === String(one))

/** Blocks on the way that do not have the last name of it. */
function innerWithout(block: TerraformBlock, [head = '', ...rest]: readonly string[]): TerraformBlock[] {
  if (rest.length === 0) return isWritten(block, head) ? [] : [block]
  return block.blocks.filter(({ type }) => type === head).flatMap((inner) => innerWithout(inner, rest))
}

/** Whether an attribute or a block is written, or a value around it that only a plan knows. */
function isWritten(block: TerraformBlock, path: string): boolean {
  const [head = '', ...rest] = path.split('.')
  if (block.attributes.some(({ name, value }) => name === head && isIn(value, rest))) return true
  const inner = block.blocks.filter(({ type }) => type === head)
  return rest.length === 0 ? inner.length > 0 : inner.some((one) => isWritten(one, rest.join('.')))
}

function isIn(value: TerraformValue, [head, ...rest]: readonly string[]): boolean {
  if (value.kind === 'constant' && (value.value === null || value.value === '')) return false
  if (head === undefined || value.kind === 'unknown' || value.kind === 'call') return true
  if (value.kind === 'list') return value.items.some((item) => isIn(item, [head, ...rest]))
  return (
    value.kind === 'object' && value.entries.some((entry) => entry.key === head && isIn(entry.value, rest))
  )
}
