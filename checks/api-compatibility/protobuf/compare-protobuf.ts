import type { ChangeSet, RunTool } from '../../../src/model/index.ts'
import { matcher } from '../../../src/model/index.ts'
import { type BreakingConfig, DEFAULT_BREAKING } from '../../../src/parse/protobuf/buf-config.ts'
import type { Outline } from '../../../src/parse/protobuf/outline.ts'
import { compileUnits } from './compile-units.ts'
import { type ProtoPair, ProtoPairs } from './pairs.ts'
import { type Place, placeOf } from './place.ts'
import { ProtoSide } from './proto-side.ts'
import { type Annotation, type BufRequest, runBuf } from './run-buf.ts'
import { select } from './selection.ts'
import { newlyMissing } from './missing-imports.ts'

/** buf's categories, the strictest first; `configured`: what the repository's own `buf.yaml` says, else FILE. */
export const CATEGORIES = ['configured', 'FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE'] as const

export interface ProtobufOptions {
  category: (typeof CATEGORIES)[number]
  exclude: readonly string[]
}

/** A difference that buf calls breaking. */
export interface Breaking {
  /** The id of buf's rule. */
  type: string
  message: string
  place: Place
}

/** Something that does not compile. */
export interface Problem {
  message: string
  place: Place
  /** Whether it was so before the change. */
  before: boolean
}

export interface ProtobufComparison {
  breaking: Breaking[]
  problems: Problem[]
  notLookedAt: string[]
}

/** Runs of buf for one group of files, each without the files that did not compile in the one before. */
const MAX_RUNS = 5

/** Groups that are compiled apart, because they define the same names. */
const MAX_UNITS = 20

/** Compares everything that a change does to `.proto` files. */
export async function compareProtobuf(
  changeSet: ChangeSet,
  tool: RunTool,
  options: ProtobufOptions,
): Promise<ProtobufComparison> {
  const result: ProtobufComparison = { breaking: [], problems: [], notLookedAt: [] }
  const isProto = matcher('**/*.proto')
  const excluded = matcher(options.exclude)
  const changes = changeSet.changes.filter(
    ({ path, previousPath }) =>
      [path, previousPath].some((one) => one !== undefined && isProto(one)) && !excluded(path),
  )
  if (changes.length === 0) return result
  const outlines = new Map<string, Outline>()
  const [base, head] = await Promise.all([
    ProtoSide.open('base', changeSet.base, outlines),
    ProtoSide.open('head', changeSet.head, outlines),
  ])
  const sides = { base, head }
  // The head's configuration lays out the head's files; what counts as breaking is the base's to say.
  result.notLookedAt.push(...base.problems)
  const pairs = await ProtoPairs.of(base, head)
  const wholePackages =
    options.category === 'PACKAGE' ||
    base.modules.some(({ breaking }) => breaking.use.some((rule) => rule.startsWith('PACKAGE')))
  const selected = await select(changes, sides, pairs, wholePackages)
  result.notLookedAt.push(...selected.notLookedAt)
  const comparison = new Comparison(sides, pairs, tool, options, result, selected.changed)
  const units = compileUnits(comparison.readable(selected.pairs), sides, pairs)
  for (const unit of units.slice(0, MAX_UNITS)) await comparison.unit(unit)
  if (units.length > MAX_UNITS)
    result.notLookedAt.push(
      `${units.length} groups of .proto files define the same names: only ${MAX_UNITS} were compared`,
    )
  const missing = newlyMissing(selected.pairs, sides, pairs)
  const withMissing = new Set(missing.map(({ place }) => place.path))
  // A name that is not found where an import is gone says the same again.
  const others = result.problems.filter(
    ({ message, place }) =>
      !(place.side === 'head' && withMissing.has(place.path) && message.startsWith('cannot find')),
  )
  return {
    breaking: unique(result.breaking),
    problems: unique([...missing, ...others]),
    notLookedAt: [...new Set(result.notLookedAt)],
  }
}

class Comparison {
  readonly #sides: { base: ProtoSide; head: ProtoSide }
  readonly #pairs: ProtoPairs
  readonly #tool: RunTool
  readonly #options: ProtobufOptions
  readonly #result: ProtobufComparison
  readonly #changed: ReadonlySet<ProtoPair>

  constructor(
    sides: { base: ProtoSide; head: ProtoSide },
    pairs: ProtoPairs,
    tool: RunTool,
    options: ProtobufOptions,
    result: ProtobufComparison,
    changed: ReadonlySet<ProtoPair>,
  ) {
    this.#sides = sides
    this.#pairs = pairs
    this.#tool = tool
    this.#options = options
    this.#result = result
    this.#changed = changed
  }

  /** What could be read on both sides; the rest is named. */
  readable(selected: readonly ProtoPair[]): ProtoPair[] {
    return selected.filter((pair) => {
      const unread = (['base', 'head'] as const).flatMap((side) => {
        const path = pair[side]
        const why = path === undefined ? undefined : this.#sides[side].unread.get(path)
        return why === undefined ? [] : [`${path} (${side}) ${why}`]
      })
      this.#result.notLookedAt.push(...unread)
      return unread.length === 0
    })
  }

  /** Compares files that are compiled together, once for each configuration that is in force among them. */
  async unit(unit: readonly ProtoPair[]): Promise<void> {
    const configs = Map.groupBy(unit, (pair) => JSON.stringify(this.#configOf(pair)))
    let compiling = [...unit]
    for (const group of configs.values()) {
      const [first] = group
      // Files that did not change, and what they import, are compiled with those that did.
      if (!first || !group.some((pair) => this.#changed.has(pair))) continue
      const mine = new Set(group)
      const config = this.#configOf(first)
      compiling = await this.#compare(compiling, mine, config)
    }
  }

  /** Answers the files that compile. */
  async #compare(
    unit: ProtoPair[],
    mine: ReadonlySet<ProtoPair>,
    config: BreakingConfig,
  ): Promise<ProtoPair[]> {
    let compiling = unit
    for (let run = 0; run < MAX_RUNS && compiling.length > 0; run++) {
      const answer = await runBuf({ ...this.#request(compiling), config })
      if (answer.kind === 'failed') {
        const { why, conflict } = answer
        const apart = conflict && this.#withDependents(compiling, new Set([conflict]))
        const rest = compiling.filter((pair) => !apart?.has(pair))
        if (!apart || rest.length === 0) return this.#giveUp(compiling, why)
        // Two files that define the same name, and do not know of one another, are compared apart.
        const alone = await this.#compare([...apart], mine, config)
        return [...(await this.#compare(rest, mine, config)), ...alone]
      }
      if (answer.kind === 'compared') {
        for (const annotation of answer.annotations) this.#add(annotation, compiling, mine)
        return compiling
      }
      const broken = new Set(answer.annotations.flatMap(({ pair }) => pair ?? []))
      if (broken.size === 0)
        return this.#giveUp(compiling, answer.annotations[0]?.message ?? 'does not compile')
      await this.#name(answer.annotations, compiling)
      const without = this.#withDependents(compiling, broken)
      for (const pair of without) {
        if (!broken.has(pair))
          this.#result.notLookedAt.push(
            `${nameOf(pair)} was not compared: it imports a file that does not compile`,
          )
      }
      compiling = compiling.filter((pair) => !without.has(pair))
    }
    return compiling.length === 0 ? [] : this.#giveUp(compiling, 'too many files do not compile')
  }

  #giveUp(unit: readonly ProtoPair[], why: string): ProtoPair[] {
    const names = unit.map(nameOf)
    const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
    this.#result.notLookedAt.push(`${names.slice(0, 3).join(', ')}${more} not compared: ${why}`)
    return []
  }

  /** Adds what does not compile, and whether it did before. */
  async #name(annotations: readonly Annotation[], unit: readonly ProtoPair[]): Promise<void> {
    const onHead = annotations.filter(({ side }) => side === 'head')
    let before = new Set<string>()
    if (onHead.length > 0) {
      // The base against itself: what is wrong there is nothing this change did.
      const { base } = this.#sides
      const answer = await runBuf({ ...this.#request(unit), sides: { base, head: base } })
      if (answer.kind === 'invalid')
        before = new Set(answer.annotations.map(({ pair, message }) => `${pair?.base} ${message}`))
    }
    for (const { side, pair, message, startLine, endLine } of annotations) {
      const path = pair?.[side]
      if (path === undefined) continue
      this.#result.problems.push({
        message,
        place: { side, path, line: startLine, endLine },
        before: side === 'base' || before.has(`${pair?.base} ${message}`),
      })
    }
  }

  #add(annotation: Annotation, unit: readonly ProtoPair[], mine: ReadonlySet<ProtoPair>): void {
    const place = placeOf(annotation, unit, this.#sides)
    if (!place) {
      this.#result.notLookedAt.push(`buf says without a place: ${annotation.message}`)
      return
    }
    const pair = annotation.pair ?? this.#pairs.get(place.side, place.path)
    if (pair && !mine.has(pair)) return
    this.#result.breaking.push({ type: annotation.type, message: annotation.message, place })
  }

  #withDependents(unit: readonly ProtoPair[], broken: ReadonlySet<ProtoPair>): Set<ProtoPair> {
    const without = new Set(broken)
    for (let grown = true; grown;) {
      grown = false
      for (const pair of unit) {
        if (without.has(pair)) continue
        const imports = (['base', 'head'] as const).flatMap((name) => {
          const side = this.#sides[name]
          const path = pair[name]
          if (path === undefined) return []
          return (side.file(path)?.outline.imports ?? []).map((statement) => {
            const target = side.resolve(path, statement.path)
            return target === undefined ? undefined : this.#pairs.get(name, target)
          })
        })
        if (!imports.some((target) => target && without.has(target))) continue
        without.add(pair)
        grown = true
      }
    }
    return without
  }

  #request(unit: readonly ProtoPair[]): BufRequest {
    return { tool: this.#tool, unit, sides: this.#sides, pairs: this.#pairs, config: DEFAULT_BREAKING }
  }

  /** What the base's configuration says about a file. */
  #configOf({ base, head }: ProtoPair): BreakingConfig {
    const { category } = this.#options
    const path = base ?? head ?? ''
    const own = this.#sides.base.moduleOf(path)?.breaking ?? DEFAULT_BREAKING
    return category === 'configured' ? own : { ...own, version: 'v2', use: [category], except: [] }
  }
}

/** A file that several groups import is compared with each. */
function unique<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
}

function nameOf({ base, head }: ProtoPair): string {
  return head ?? base ?? ''
}
