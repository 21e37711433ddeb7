import { posix } from 'node:path'
import { languageOf, parseCode } from '../../../../src/parse/code/index.ts'
import type { RuleLanguage, Unit } from '../ir.ts'
import type { Project } from '../project.ts'
import { DIALECTS, readUnit } from '../unit.ts'
import { Values } from '../values.ts'
import { Interpreter } from './interpreter.ts'
import { classesOf, type Linked, Linker } from './linker.ts'

const MAX_ROUNDS = 4
/** Other files that one file may lead into. */
const MAX_FILES = 25
const MAX_SETTINGS = 20

const link = (unit: Unit, values: Values, noted: boolean): Linked => ({
  unit,
  values,
  dialect: DIALECTS[unit.language],
  noted,
  classes: classesOf(unit),
})

/** Runs a file, and again with each file of the project that it turned out to lead into. */
export async function runFlows(
  unit: Unit,
  values: Values,
  project: Project | undefined,
): Promise<Interpreter> {
  const main = link(unit, values, true)
  const files = new Map<string, Linked>()
  const tried = new Set<string>([unit.path])
  let settings: Map<string, string | undefined> | undefined
  for (let round = 0; ; round++) {
    const linker = new Linker(main, files, project, settings)
    const interpreter = new Interpreter(linker, values)
    interpreter.runFile(main)
    if (!project || round === MAX_ROUNDS) return interpreter
    const wanted = [...linker.wanted]
      .filter((path) => !tried.has(path))
      .slice(0, Math.max(0, MAX_FILES - tried.size))
    const wantsSettings = linker.wantsProperties && !settings
    if (wanted.length === 0 && !wantsSettings) return interpreter
    if (wantsSettings) settings = await readSettings(project)
    for (const path of wanted) {
      tried.add(path)
      const other = await readOther(path, unit.language, project)
      if (other) files.set(path, other)
    }
  }
}

async function readOther(
  path: string,
  language: RuleLanguage,
  project: Project,
): Promise<Linked | undefined> {
  const grammar = languageOf(path)
  const text = await project.read(path)
  if (!grammar || text === undefined) return undefined
  const parsed = await parseCode(text, grammar)
  if (parsed.kind === 'unparsed') return undefined
  const unit = readUnit(path, language, parsed.root)
  return link(unit, new Values(unit), false)
}

/** Settings by key; undefined where files differ about one. */
async function readSettings(project: Project): Promise<Map<string, string | undefined>> {
  const paths = [...project.paths]
    .filter((path) => path.endsWith('.properties') && !/(?:^|\/)(?:test|tests|target|build)\//.test(path))
    .toSorted((a, b) => posix.dirname(a).length - posix.dirname(b).length)
    .slice(0, MAX_SETTINGS)
  const settings = new Map<string, string | undefined>()
  for (const path of paths) {
    const text = (await project.read(path)) ?? ''
    for (const line of text.slice(0, 200_000).split(/\r?\n/)) {
      const match = /^\s*([^#!\s=:][^=:\s]*)\s*[=:]\s*(.*?)\s*$/.exec(line)
      const [, key, value] = match ?? []
      if (key === undefined || value === undefined) continue
      settings.set(key, settings.has(key) && settings.get(key) !== value ? undefined : value)
    }
  }
  return settings
}
