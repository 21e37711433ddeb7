import type { FactWriter } from '../fact-writer.ts'
import { push } from '../joined-file.ts'

/** Imports of a file whose packages have other names than one would think, and names for one: more are nobody's code. */
const MOST = 50

interface GoImport {
  path: string
  /** Names by which it may be spoken of: its own is written in the package, and mostly ends its path. */
  guesses: string[]
  used: Set<string>
}

/** Imports of one file, and which names stand for them: a package may be called otherwise than its folder. */
export class GoImports {
  private readonly all: GoImport[] = []
  private readonly byName = new Map<string, GoImport[]>()
  /** `a.b` where `a` is none of the names that were guessed. */
  private readonly unexplained = new Map<string, [unit: number, property: string][]>()
  /** Packages whose names are in sight without one of theirs before them. */
  readonly dotted: string[] = []
  private readonly writer: FactWriter

  constructor(writer: FactWriter) {
    this.writer = writer
  }

  add(path: string, alias: string | undefined): void {
    if (path === 'C' || path === 'unsafe') return
    if (alias === '.') this.dotted.push(path)
    const guesses = alias === undefined ? guessedNames(path) : alias === '_' || alias === '.' ? [] : [alias]
    const one = { path, guesses, used: new Set<string>() }
    this.all.push(one)
    for (const name of guesses) push(this.byName, name, one)
  }

  /** Whether something is imported whose path matches. */
  some(matches: RegExp): boolean {
    return this.all.some(({ path }) => matches.test(path))
  }

  /** `object.property`, where nothing in sight of the function is called `object`. */
  qualified(unit: number, object: string, property: string): void {
    const imports = this.byName.get(object)
    for (const one of imports ?? []) one.used.add(object)
    if (imports) this.writer.member(unit, object, property)
    else {
      push(this.unexplained, object, [unit, property])
      this.writer.name(unit, object)
      this.writer.property(unit, property)
    }
  }

  /** The path of the package that a name stands for, as far as the file itself tells. */
  pathOf(name: string): string | undefined {
    return this.byName.get(name)?.[0]?.path
  }

  /**
   * An import that nothing uses does not compile: where no guess is spoken, the package is called something else.
   * @param declared names that the file declares itself
   */
  finish(declared: ReadonlySet<string>): void {
    const left = this.all.filter(({ guesses, used }) => guesses.length > 0 && used.size === 0)
    const spoken = [...this.unexplained.keys()].filter((name) => !declared.has(name))
    for (const one of left.slice(0, MOST)) for (const name of namesOf(one.path, spoken)) one.used.add(name)
    for (const { path, used } of this.all) {
      this.writer.import(
        path,
        [...used].map((name): [string, string] => ['*', name]),
      )
    }
    for (const name of new Set(left.flatMap(({ used }) => [...used])))
      for (const [unit, property] of this.unexplained.get(name) ?? [])
        this.writer.member(unit, name, property)
  }
}

/** Which of the names that nothing else explains may stand for a package. */
function namesOf(path: string, spoken: readonly string[]): readonly string[] {
  const plain = path.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  const alike = spoken.filter((name) => plain.includes(name.toLowerCase().replaceAll('_', '')))
  return alike.length > 0 ? alike : spoken.slice(0, MOST)
}

/** `gopkg.in/yaml.v3` is `yaml`, `example.com/go-pay/v2` is `pay`. */
function guessedNames(path: string): string[] {
  const parts = path.split('/')
  if (parts.length > 1 && /^v\d+$/.test(parts.at(-1) ?? '')) parts.pop()
  const last = (parts.at(-1) ?? '').replace(/\.v\d+$/, '')
  const names = new Set([
    last,
    last.replace(/^go-|[-.]go$/, ''),
    last.replaceAll(/[-.]/g, ''),
    last.replaceAll(/[-.]/g, '_'),
  ])
  const sub = /[-.](\w+)$/.exec(last)?.[1]
  if (sub) names.add(sub)
  return [...names].filter((name) => /^\w+$/.test(name))
}
