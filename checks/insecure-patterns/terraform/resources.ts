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
  /** In words that do not move. */
  words: string
  message: string
  fix: string
}

/** Reports what `find` says of each resource and data source of the changed files, where the change wrote it. */
export async function* mistakesIn(
  context: RuleContext<z.output<typeof terraformOptions>>,
  find: (block: TerraformBlock, kind: string, name: string) => Iterable<Mistake>,
): AsyncGenerator<Report, void> {
  for (const change of context.changes) {
    if (context.signal.aborted) return
    if (change.status === 'removed' || change.added.length === 0) continue
    if (matcher(context.optionsFor(change.path).exclude)(change.path)) continue
    for (const block of await blocksOf(context, change)) {
      if (block.type !== 'resource' && block.type !== 'data') continue
      const [kind = '', name = ''] = block.labels
      for (const { node, words, message, fix } of find(block, kind, name)) {
        const region: Region = node.region
        if (!changesLines(change, 'head', region)) continue
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

/** An attribute that must not have a value. */
export interface Setting {
  kind: string
  /** Through blocks to the attribute. */
  path: readonly string[]
  is: readonly (string | number | boolean)[]
  message: string
  fix: string
}

/** Settings of a resource that have a value they must not have. `{name}` in a message is the resource's. */
export function* wrongSettings(
  settings: readonly Setting[],
  block: TerraformBlock,
  kind: string,
  name: string,
): Generator<Mistake> {
  for (const setting of settings) {
    if (setting.kind !== kind) continue
    for (const { value, node } of attributes(block, setting.path)) {
      const wrong = constantsOf(value).find((one) => setting.is.some((bad) => bad === one))
      if (wrong === undefined) continue
      yield {
        node,
        words: setting.path.join('.'),
        message: setting.message.replaceAll('{name}', name),
        fix: setting.fix,
      }
    }
  }
}
