import { posix } from 'node:path'
import { languageOf, parseCode } from '../../../../src/parse/code/index.ts'
import type { RuleLanguage, Unit } from '../ir.ts'
import type { Project } from '../project.ts'
import { DIALECTS, readUnit } from '../unit.ts'
import { Values } from '../values.ts'
import { Interpreter } from './interpreter.ts'
import { declaresGo } from './go-packages.ts'
import { classesOf, type Linked, Linker } from './linker.ts'

const MAX_ROUNDS = 5
/** Other files that one file may lead into. */
const MAX_FILES = 40
const MAX_SETTINGS = 20
/** Files of packages that one file may ask whether they declare something. */
const MAX_ASKED = 400
/** Other files that are kept read. */
const MAX_KEPT = 200

const link = (unit: Unit, values: Values, noted: boolean): Linked => ({
  unit,
  values,
  dialect: DIALECTS[unit.language],
  noted,
  classes: classesOf(unit),
})

/** Runs a file, and again with each file of the project that it turned out to lead into. */
export class Flows {
  readonly #main: Linked
  readonly #values: Values
  readonly #project: Project | undefined
  readonly #files = new Map<string, Linked>()
  readonly #tried: Set<string>
  #settings: Map<string, string | undefined> | undefined
  #interpreter: Interpreter | undefined
  #rounds = 0
  #asked = 0

  constructor(unit: Unit, values: Values, project: Project | undefined) {
    this.#main = link(unit, values, true)
    this.#values = values
    this.#project = project
    this.#tried = new Set([unit.path])
  }

  /** What the last run has seen. */
  get interpreter(): Interpreter | undefined {
    return this.#interpreter
  }

  async run(): Promise<void> {
    for (;;) {
      const linker = new Linker(this.#main, this.#files, this.#project, this.#settings)
      const interpreter = new Interpreter(linker, this.#values)
      this.#interpreter = interpreter
      interpreter.runFile(this.#main)
      this.#values.follow(interpreter)
      const wantsSettings = linker.wantsProperties && !this.#settings
      if (wantsSettings && this.#project) this.#settings = await readSettings(this.#project)
      if (!(await this.#read(linker.wanted)) && !wantsSettings) return
    }
  }

  /** Reads what somebody has to know; whether anything was new, and was taken into account. */
  async demand(paths: Iterable<string>): Promise<boolean> {
    if (!(await this.#read(paths))) return false
    await this.run()
    return true
  }

  async #read(paths: Iterable<string>): Promise<boolean> {
    const asked = [...paths].filter((path) => !this.#tried.has(path))
    const fresh = this.#project ? await this.#declaring(asked, this.#project) : asked
    const wanted = fresh.slice(0, Math.max(0, MAX_FILES - this.#files.size))
    if (!this.#project || wanted.length === 0 || ++this.#rounds > MAX_ROUNDS) return false
    for (const path of wanted) {
      this.#tried.add(path)
      const unit = await readOther(path, this.#main.unit.language, this.#project)
      if (unit) this.#files.set(path, link(unit, new Values(unit, this.#project.knowledge), false))
    }
    return true
  }

  /** Of files that are wanted for one function (`path#name`) those that declare it. */
  async #declaring(paths: readonly string[], project: Project): Promise<string[]> {
    const found = new Set<string>()
    for (const wanted of paths) {
      const [path = '', name] = wanted.split('#')
      if (name === undefined) found.add(path)
      else if (!this.#tried.has(wanted) && this.#asked++ < MAX_ASKED) {
        this.#tried.add(wanted)
        if (!this.#tried.has(path) && declaresGo((await project.read(path)) ?? '', name)) found.add(path)
      }
    }
    return [...found]
  }
}

const kept = new WeakMap<Project, Map<string, Unit | undefined>>()

async function readOther(path: string, language: RuleLanguage, project: Project): Promise<Unit | undefined> {
  const units = kept.get(project) ?? new Map<string, Unit | undefined>()
  kept.set(project, units)
  if (units.has(path)) return units.get(path)
  const grammar = languageOf(path)
  const text = await project.read(path)
  if (!grammar || text === undefined) return undefined
  const parsed = await parseCode(text, grammar)
  const unit = parsed.kind === 'unparsed' ? undefined : readUnit(path, language, parsed.root, project.paths)
  if (units.size >= MAX_KEPT) units.clear()
  units.set(path, unit)
  return unit
}

const settingsOf = new WeakMap<Project, Promise<Map<string, string | undefined>>>()

/** Settings by key; undefined where files differ about one. */
function readSettings(project: Project): Promise<Map<string, string | undefined>> {
  const known = settingsOf.get(project) ?? readAllSettings(project)
  settingsOf.set(project, known)
  return known
}

async function readAllSettings(project: Project): Promise<Map<string, string | undefined>> {
  const paths = [...project.paths]
    .filter((path) => path.endsWith('.properties') && !/(?:^|\/)(?:test|tests|target|build)\//.test(path))
    .toSorted((a, b) => posix.dirname(a).length - posix.dirname(b).length)
    .slice(0, MAX_SETTINGS)
  const settings = new Map<string, string | undefined>()
  for (const path of paths) {
    const text = (await project.read(path)) ?? ''
    for (const line of text.slice(0, 200_000).split(/\r?\n/)) {
      const at = /^[^#!][^=:]*[=:]/.exec(line)?.[0]
      if (at === undefined) continue
      const [key, value] = [at.slice(0, -1).trim(), line.slice(at.length).trim()]
      settings.set(key, settings.has(key) && settings.get(key) !== value ? undefined : value)
    }
  }
  return settings
}
