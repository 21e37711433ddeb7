import type { Region } from '../../model/index.ts'
import { parseJson } from '../json/parse-json.ts'
import type { SarifAnswer, SarifPlace, SarifResult, SarifRule, SarifRun } from './result.ts'
import { cweNumbers, levelOf, ruleOf, taxon } from './rules.ts'
import { type ArtifactLocation, pathOf } from './uris.ts'
import { isRecord, items, text, textOf, type Unknown, withoutLinks } from './values.ts'

const MAX_RUNS = 100
/** Of one log: as many as GitHub's code scanning takes of a run. */
const MAX_RESULTS = 25_000
const MAX_RELATED = 10

/** Reads a SARIF 2.1.0 log of another scanner. Everything in it may be hostile: nothing is fetched, all is bounded. */
export function readSarif(name: string, source: string): SarifAnswer {
  const tree = parseJson(name, source.replace(/^\uFEFF/, ''))
  const [problem] = tree.problems
  // Twice the same key is nothing that keeps a log from being read.
  if (problem && tree.value === undefined) {
    return { ok: false, problem: problem.message, ...(problem.region && { line: problem.region.startLine }) }
  }
  const log = tree.value
  if (!isRecord(log) || !Array.isArray(log['runs']))
    return { ok: false, problem: 'is no SARIF log: it has no runs' }
  const version = log['version']
  if (typeof version !== 'string' || !version.startsWith('2.1.'))
    return { ok: false, problem: 'is no SARIF log of version 2.1.0' }
  const runs: unknown[] = log['runs']
  if (runs.length > MAX_RUNS) return { ok: false, problem: `has more than ${MAX_RUNS} runs` }
  const budget = { left: MAX_RESULTS }
  const read = runs.map((run) => (isRecord(run) ? readRun(run, budget) : undefined))
  const bad = read.findIndex((run) => run === undefined)
  if (bad !== -1) return { ok: false, problem: `run ${bad + 1} has no tool with a name` }
  return { ok: true, runs: read.filter((run) => run !== undefined) }
}

function readRun(run: Unknown, budget: { left: number }): SarifRun | undefined {
  const tool = isRecord(run['tool']) ? run['tool'] : {}
  const driver = isRecord(tool['driver']) ? tool['driver'] : undefined
  const name = text(driver?.['name'], 100)
  if (!driver || name === undefined) return undefined
  const answer: SarifRun = { tool: name, results: [], withoutPlace: 0, suppressed: 0, notLookedAt: [] }
  for (const invocation of items(run['invocations'], 100)) {
    if (isRecord(invocation) && invocation['executionSuccessful'] === false) {
      answer.notLookedAt.push(`${name} says that it did not run to its end`)
      break
    }
  }
  // A run without results says that the tool did not look (SARIF 3.14.23); an empty list, that it found nothing.
  if (!Array.isArray(run['results'])) answer.notLookedAt.push(`${name} gives no results at all`)
  const rules = new Rules(driver, items(tool['extensions'], 100))
  const context = { run, rules, answer }
  const results: unknown[] = Array.isArray(run['results']) ? run['results'] : []
  for (const [index, result] of results.entries()) {
    if (budget.left-- <= 0) {
      answer.notLookedAt.push(`${results.length - index} results of ${name}, after ${MAX_RESULTS} of the log`)
      break
    }
    if (isRecord(result)) readResult(result, context)
  }
  return answer
}

interface RunContext {
  run: Unknown
  rules: Rules
  answer: SarifRun
}

function readResult(result: Unknown, { run, rules, answer }: RunContext): void {
  const { kind, baselineState } = result
  if (kind === 'pass' || kind === 'notApplicable' || baselineState === 'absent') return
  const rule = rules.of(result)
  const level =
    levelOf(result['level']) ?? (result['level'] === 'none' ? undefined : (rule.level ?? 'warning'))
  if (!level || kind === 'informational') return
  const accepted = items(result['suppressions'], 20).some(
    (one) => isRecord(one) && (one['status'] === undefined || one['status'] === 'accepted'),
  )
  if (accepted) {
    answer.suppressed += 1
    return
  }
  const [first] = items(result['locations'], 1)
  const place = placeOf(first, run)
  if (!place) {
    answer.withoutPlace += 1
    return
  }
  const taxa = items(result['taxa'], 20).map(taxon)
  const own = isRecord(result['properties']) ? items(result['properties']['tags'], 20) : []
  const cwe = [...new Set([...rule.cwe, ...cweNumbers([...taxa, ...own])])]
  answer.results.push({
    rule: cwe.length > rule.cwe.length ? { ...rule, cwe } : rule,
    level,
    message: oneLine(messageOf(result['message'], rules.descriptorOf(result))) || rule.title || rule.id,
    place,
    related: items(result['relatedLocations'], MAX_RELATED).flatMap((one) => placeOf(one, run) ?? []),
    unchanged: baselineState === 'unchanged',
  } satisfies SarifResult)
}

/** Rules of the driver and of its extensions, read once each. */
class Rules {
  readonly #components: { descriptors: unknown[]; byId: Map<string, Unknown> }[]
  readonly #known = new Map<string, SarifRule>()

  constructor(driver: Unknown, extensions: readonly unknown[]) {
    this.#components = [driver, ...extensions].map((component) => {
      const descriptors = items(isRecord(component) ? component['rules'] : undefined, 25_000)
      const byId = new Map<string, Unknown>()
      for (const descriptor of descriptors) {
        if (isRecord(descriptor) && typeof descriptor['id'] === 'string')
          byId.set(descriptor['id'], descriptor)
      }
      return { descriptors, byId }
    })
  }

  of(result: Unknown): SarifRule {
    const descriptor = this.descriptorOf(result)
    const reference = isRecord(result['rule']) ? result['rule'] : {}
    const id =
      text(result['ruleId'], 200) ?? text(reference['id'], 200) ?? text(descriptor?.['id'], 200) ?? 'unnamed'
    let rule = this.#known.get(id)
    if (!rule) this.#known.set(id, (rule = ruleOf(id, descriptor)))
    return rule
  }

  descriptorOf(result: Unknown): Unknown | undefined {
    const reference = isRecord(result['rule']) ? result['rule'] : {}
    const component = isRecord(reference['toolComponent']) ? reference['toolComponent']['index'] : undefined
    const at = typeof component === 'number' ? component + 1 : 0
    const index = typeof result['ruleIndex'] === 'number' ? result['ruleIndex'] : reference['index']
    const indexed = typeof index === 'number' ? this.#components[at]?.descriptors[index] : undefined
    if (isRecord(indexed)) return indexed
    const id = text(result['ruleId'], 200) ?? text(reference['id'], 200)
    if (id === undefined) return undefined
    // `ruleId` may be more exact than the rule's (`CA1000/1`, SARIF 3.27.5).
    const parent = id.slice(0, Math.max(0, id.lastIndexOf('/')))
    for (const { byId } of this.#components) {
      const found = byId.get(id) ?? byId.get(parent)
      if (found) return found
    }
    return undefined
  }
}

function messageOf(message: unknown, descriptor: Unknown | undefined): string | undefined {
  if (!isRecord(message)) return undefined
  const strings = isRecord(descriptor?.['messageStrings']) ? descriptor['messageStrings'] : {}
  const id = text(message['id'], 200)
  const template =
    text(message['text'], 2_000) ??
    (id !== undefined && Object.hasOwn(strings, id) ? textOf(strings[id]) : undefined)
  const values = items(message['arguments'], 50).map((value) => text(value, 500) ?? '')
  return withoutLinks(
    template?.replaceAll(/\{(\d{1,2})\}/g, (whole, at: string) => values[Number(at)] ?? whole),
  )
}

/** Some tools write paragraphs; ours is one sentence on one line. */
function oneLine(text: string | undefined): string | undefined {
  return text?.replaceAll(/\s+/g, ' ').trim()
}

function placeOf(location: unknown, run: Unknown): SarifPlace | undefined {
  const physical = isRecord(location) ? location['physicalLocation'] : undefined
  if (!isRecord(physical) || !isRecord(physical['artifactLocation'])) return undefined
  const bases = (isRecord(run['originalUriBaseIds']) ? run['originalUriBaseIds'] : {}) as Record<
    string,
    ArtifactLocation
  >
  let artifact: ArtifactLocation = physical['artifactLocation']
  if (artifact.uri === undefined && typeof artifact.index === 'number' && Array.isArray(run['artifacts'])) {
    const listed: unknown = (run['artifacts'] as unknown[])[artifact.index]
    if (isRecord(listed) && isRecord(listed['location'])) artifact = listed['location']
  }
  const path = pathOf(artifact, bases)
  if (path === undefined) return undefined
  const region = regionOf(physical['region'])
  const message = isRecord(location) ? textOf(location['message']) : undefined
  return { path, ...(region && { region }), ...(message !== undefined && { message }) }
}

function regionOf(region: unknown): Region | undefined {
  if (!isRecord(region)) return undefined
  const line = (value: unknown): number | undefined =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 ? value : undefined
  const startLine = line(region['startLine'])
  if (startLine === undefined) return undefined
  const endLine = Math.max(startLine, line(region['endLine']) ?? startLine)
  const startColumn = line(region['startColumn'])
  const endColumn = line(region['endColumn'])
  return {
    startLine,
    endLine,
    ...(startColumn !== undefined && { startColumn }),
    ...(startColumn !== undefined &&
      endColumn !== undefined &&
      (endLine > startLine || endColumn >= startColumn) && { endColumn }),
  }
}
