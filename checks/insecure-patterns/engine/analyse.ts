import { createHash } from 'node:crypto'
import type { Region } from '../../../src/model/index.ts'
import { languageOf, parseCode, refusal, type SyntaxNode } from '../../../src/parse/code/index.ts'
import { elsewhere } from './flow/elsewhere.ts'
import type { Interpreter } from './flow/interpreter.ts'
import { Flows } from './flow/run.ts'
import { type RuleLanguage, speaksOf, type Unit } from './ir.ts'
import { knowledgeOf } from './knowledge.ts'
import { concerns, type Match, matches } from './match.ts'
import { withoutLiterals } from './names.ts'
import { worthAsking } from './prefilter.ts'
import type { Project } from './project.ts'
import type { Finder, RuleData } from './schema.ts'
import { readUnit } from './unit.ts'
import { StepLimit, Values } from './values.ts'

/** A finding of one file, before anybody asks whether it is new. Plain data. */
export interface FileMatch {
  region: Region
  subject: string
  message: string
  fix?: string
  level?: 'error' | 'warning' | 'note'
  /** Identity of where a dangerous value comes from, where one was followed. */
  source?: string
  /** The function that it stands in. */
  within: Region
  /** `path` where a step stands in another file. */
  steps: { region: Region; message: string; path?: string }[]
  suggestion?: { region: Region; replacement: string }
}

export interface FileAnalysis {
  /** By the rule's id. */
  matches: ReadonlyMap<string, FileMatch[]>
  /** Why the file, or a part of what was asked, was not looked at. */
  notLookedAt?: string
}

/** Findings of one rule in one file; beyond it they are counted in `notLookedAt`. */
const MAX_MATCHES = 100

/** The language whose rules apply to a path. */
export function ruleLanguage(path: string): RuleLanguage | undefined {
  const language = languageOf(path)
  switch (language) {
    case 'javascript':
    case 'typescript':
    case 'tsx':
      return 'javascript'
    case 'python':
    case 'java':
    case 'go':
    case 'ruby':
    case 'kotlin':
    case 'rust':
    case 'php':
      return language
    case 'c-sharp':
      return 'csharp'
    default:
      return undefined
  }
}

/** Runs rules over one file. Never throws for what the file says. */
export async function analyse(
  path: string,
  text: string,
  rules: ReadonlyMap<string, RuleData>,
  project?: Project,
): Promise<FileAnalysis> {
  const found = new Map<string, FileMatch[]>()
  const [grammar, language] = [languageOf(path), ruleLanguage(path)]
  if (!grammar || !language) return { matches: found }
  const refused = refusal(text)
  if (refused) return { matches: found, notLookedAt: `${refused.reason}: ${refused.detail}` }
  const knowledge = project?.knowledge?.(language) ?? knowledgeOf(language)
  const asked = worthAsking(rules, language, text, knowledge)
  const hasOthers = (project?.paths.size ?? 0) > 1
  // What this file takes from a request may be used in another.
  if (asked.size === 0 && !(hasOthers && knowledge.mentionsRequests(text))) return { matches: found }
  const parsed = await parseCode(text, grammar)
  if (parsed.kind === 'unparsed') return { matches: found, notLookedAt: `${parsed.reason}: ${parsed.detail}` }
  try {
    const unit = readUnit(path, language, parsed.root, project?.paths)
    const values = new Values(unit, project?.knowledge)
    const flows = new Flows(unit, values, project)
    if (!needsRun(asked, unit, values, text, hasOthers)) return { matches: new Map() }
    await flows.run()
    let answer = apply(asked, unit, values)
    // What is wrong only because a helper elsewhere is not known is asked again once it is.
    for (let round = 0; round < 3 && (await flows.demand(answer.pending)); round++)
      answer = apply(asked, unit, values)
    if (flows.interpreter) addElsewhere(answer.analysis.matches, unit, flows.interpreter, rules)
    return answer.analysis
  } catch (error) {
    if (!(error instanceof StepLimit)) throw error
    return { matches: new Map(), notLookedAt: error.message }
  }
}

/**
 * Whether it takes a run to answer: most files hold nothing that a rule asks about. Where no request is spoken of nothing
 * dangerous comes in; then a run can only say of constants what they are, and of what was found that it is none.
 */
function needsRun(
  rules: ReadonlyMap<string, RuleData>,
  unit: Unit,
  values: Values,
  text: string,
  hasOthers: boolean,
): boolean {
  const finders = [...rules.values()]
    .flatMap((rule) => rule.find)
    .filter((finder) => speaksOf(finder.languages, unit.language) && concerns(finder, unit, values))
  // What this file takes from a request may be used in another.
  if (finders.length === 0)
    return hasOthers && values.knowledge.mentionsRequests(text) && takesRequests(unit, values)
  if (values.knowledge.mentionsRequests(text) || finders.some(asksForConstants)) return true
  return apply(rules, unit, values).analysis.matches.size > 0
}

/** Whether a function of a file is given a request, or the file imports one. */
function takesRequests(unit: Unit, values: Values): boolean {
  const { knowledge } = values
  return (
    [...unit.imports.values()].some((name) => knowledge.isHolder(name)) ||
    unit.functions.some((scope) =>
      scope.parameters.some(
        (parameter) =>
          knowledge.isHolder(
            parameter.type === undefined ? parameter.name : values.typePath(parameter.type),
          ) || values.originOfParameter(parameter, scope) === 'request',
      ),
    )
  )
}

const askers = new WeakMap<Finder, boolean>()

function asksForConstants(finder: Finder): boolean {
  const known =
    askers.get(finder) ??
    /"(?:is|matches|below|contains|backtracks|ranges|host)":/.test(JSON.stringify(finder.where))
  askers.set(finder, known)
  return known
}

/** Adds what other files do with what this one hands them, shown where it is handed over. */
function addElsewhere(
  found: FileAnalysis['matches'],
  unit: Unit,
  interpreter: Interpreter,
  rules: ReadonlyMap<string, RuleData>,
): void {
  const all = found as Map<string, FileMatch[]>
  for (const { rule, match, path, handed } of elsewhere(unit.path, interpreter, rules)) {
    const list = all.get(rule) ?? []
    if (list.length >= MAX_MATCHES || list.some(({ region }) => region.startLine === handed.region.startLine))
      continue
    all.set(rule, list)
    const { region, suggestion: _, ...use } = fileMatch(match)
    list.push({
      ...use,
      region: handed.region,
      message: `${use.message.replace(/\.$/, '')} in ${path}:${region.startLine}.`,
      within: unit.scopeOf(handed).node.region,
      steps: [
        ...use.steps.flatMap(({ path: at, ...step }) =>
          at === unit.path ? [step] : [{ ...step, path: at ?? path }],
        ),
        { region, message: 'It is used here', path },
      ],
    })
    list.sort((a, b) => a.region.startLine - b.region.startLine)
  }
}

function apply(
  rules: ReadonlyMap<string, RuleData>,
  unit: Unit,
  values: Values,
): { analysis: FileAnalysis; pending: Set<string> } {
  const found = new Map<string, FileMatch[]>()
  const pending = new Set<string>()
  const beyond: string[] = []
  for (const [id, rule] of rules) {
    const list: FileMatch[] = []
    const seen = new Set<SyntaxNode>()
    const around = new Set<SyntaxNode>()
    for (const finder of rule.find) {
      if (!speaksOf(finder.languages, unit.language)) continue
      for (const match of matches(finder, rule.category, unit, values)) {
        if (isNear(match.node, seen, around)) continue
        seen.add(match.node)
        if (match.hole) for (const path of values.pending(match.hole)) pending.add(path)
        if (seen.size <= MAX_MATCHES) list.push(fileMatch(match))
      }
    }
    if (seen.size > MAX_MATCHES) beyond.push(`${seen.size - MAX_MATCHES} more findings of ${id}`)
    list.sort((a, b) => a.region.startLine - b.region.startLine)
    if (list.length > 0) found.set(id, list)
  }
  const notLookedAt = beyond.length > 0 ? { notLookedAt: beyond.join(', ') } : {}
  return { analysis: { matches: found, ...notLookedAt }, pending }
}

/** Levels of the tree between two calls that still count as one: `execute(text(sql))`, `new Random().nextInt()`. */
const NEAR = 6

/** Whether a match stands just inside another of its rule, or just around it. */
function isNear(node: SyntaxNode, seen: ReadonlySet<SyntaxNode>, around: Set<SyntaxNode>): boolean {
  if (around.has(node)) return true
  let at: SyntaxNode | undefined = node
  for (let step = 0; at && step < NEAR; step++, at = at.parent) if (seen.has(at)) return true
  at = node.parent
  for (let step = 0; at && step < NEAR; step++, at = at.parent) around.add(at)
  return false
}

function fileMatch(match: Match): FileMatch {
  const { finder, node } = match
  const suggestion = match.replace && finder.suggest && replacement(match.replace, finder.suggest.with)
  return {
    region: headOf(node),
    subject: `${match.name} ${digest(node.text)}`,
    message: fill(finder.message, match),
    ...(finder.fix !== undefined && { fix: fill(finder.fix, match) }),
    ...(finder.level && { level: finder.level }),
    ...(match.source && { source: digest(match.source.text) }),
    within: match.within.region,
    steps: match.steps.map(({ node: at, message, path }) => ({
      region: at.region,
      message,
      ...(path !== undefined && { path }),
    })),
    ...(suggestion && { suggestion }),
  }
}

/** A definition is shown at its name; a call at the end of a chain over many lines, at its own link. */
function headOf(node: SyntaxNode): Region {
  const name = node.child('name')
  if (node.child('body') ?? node.childOfType('function_body')) return (name ?? node).region
  const callee = node.child('function')
  const link =
    name ??
    node.child('method') ??
    callee?.child('property') ??
    callee?.child('attribute') ??
    callee?.child('field')
  return node.source.region(link?.start ?? node.start, node.end)
}

/** Identity of code without its layout; a hash, because code can hold what must not be shown. */
function digest(text: string): string {
  return createHash('sha256').update(text.replace(/\s+/g, ' ')).digest('hex').slice(0, 16)
}

function fill(template: string, match: Match): string {
  // A key says which part of the request; any other literal may be a secret.
  const shown = (node: SyntaxNode | undefined): string => {
    const text = node?.text.replace(/`[^`]*`/g, '""').replace(/\[(["'])([A-Za-z_-]{1,24})\1\]/g, '[$2]') ?? ''
    return withoutLiterals(text).replace(/\s+/g, ' ')
  }
  // Of a text with a value in it, the value is what people look for.
  const hole =
    [shown(match.hole?.node), shown(match.source)].find((text) => /\w/.test(text)) ?? 'a part of it'
  const short = hole.length > 60 ? `${hole.slice(0, 57)}…` : hole
  return template.replaceAll('{call}', match.name).replaceAll('{hole}', short).trim()
}

function replacement(node: SyntaxNode, text: string): FileMatch['suggestion'] {
  const { startLine, endLine } = node.region
  const { source } = node
  const lines = source.text
    .slice(source.lineStart(startLine), source.lineStart(endLine + 1))
    .replace(/\r?\n$/, '')
  const from = node.start - source.lineStart(startLine)
  return {
    region: { startLine, endLine },
    replacement: lines.slice(0, from) + text + lines.slice(from + node.end - node.start),
  }
}

export type { Finder, RuleData }
