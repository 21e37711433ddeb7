import type { RunTool } from '../../../src/model/index.ts'
import { type BreakingConfig, isWithin } from '../../../src/parse/protobuf/buf-config.ts'
import { rewritten } from '../../../src/parse/protobuf/rewrite.ts'
import type { ProtoPair, ProtoPairs } from './pairs.ts'
import { isWellKnown, type ProtoSide } from './proto-side.ts'
import { standIns } from './stand-ins.ts'

/** One line of buf's answer, with the file of the repository that it speaks of. */
export interface Annotation {
  /** The id of buf's rule, or COMPILE. */
  type: string
  message: string
  side: 'base' | 'head'
  /** Missing where buf names no file: for files and packages that are gone. */
  pair?: ProtoPair
  startLine: number
  endLine: number
}

export type BufAnswer =
  | { kind: 'compared'; annotations: Annotation[] }
  /** One side does not compile. */
  | { kind: 'invalid'; annotations: Annotation[] }
  /** `conflict` defines a name that another of the files defines too. */
  | { kind: 'failed'; why: string; conflict?: ProtoPair }

/** A side without any file is no module to buf. Its package is nobody else's, or it would keep one alive. */
const ALWAYS_THERE = 'always-there.proto'
const ALWAYS_THERE_TEXT = 'syntax = "proto3";\npackage roadmap_review.always_there;\n'

/** Rules of plugins that a configuration may name: each costs a run. */
const MAX_UNKNOWN = 8

export interface BufRequest {
  tool: RunTool
  unit: readonly ProtoPair[]
  /** What is compared; twice the same side shows what of it does not compile. */
  sides: { base: ProtoSide; head: ProtoSide }
  pairs: ProtoPairs
  config: BreakingConfig
}

/**
 * Compares two versions of files with buf, under names of our own: what a file is called in a repository, and from where it
 * is imported, is settled before.
 */
export async function runBuf(request: BufRequest): Promise<BufAnswer> {
  const { tool, unit } = request
  const names = new Map(unit.map((pair, index) => [pair, `p${index}.proto`]))
  const sources = sourcesOf(request, names)
  let { config } = request
  for (let run = 0; ; run++) {
    const yaml = bufYaml(config, names)
    const answer = await tool({
      tool: 'buf-breaking',
      files: { ...sources, 'base/buf.yaml': yaml, 'head/buf.yaml': yaml },
    })
    if (answer.kind !== 'ran') return { kind: 'failed', why: answer.why }
    const [, unknown] = /"(\w+)" is not a known rule or category ID/.exec(answer.stderr) ?? []
    if (unknown !== undefined && run < MAX_UNKNOWN) {
      // A plugin's rule: plugins are programs of the repository and are not run.
      config = withoutRule(config, unknown)
      continue
    }
    const byName = new Map([...names].map(([pair, name]) => [name, pair]))
    const annotations = readAnnotations(answer.stdout, byName)
    // 0: nothing found; 100: something found.
    if (!annotations || (answer.exitCode !== 0 && (answer.exitCode !== 100 || annotations.length === 0))) {
      const why = answer.stderr.trim() || answer.stdout.trim() || `exit code ${answer.exitCode}`
      const conflict = byName.get(/file "([^"]+)" has a name conflict/.exec(why)?.[1] ?? '')
      return { kind: 'failed', why: `buf failed: ${why.slice(0, 300)}`, ...(conflict && { conflict }) }
    }
    const invalid = annotations.some(({ type }) => type === 'COMPILE')
    return { kind: invalid ? 'invalid' : 'compared', annotations }
  }
}

/** The files of both folders, by path. */
function sourcesOf(
  { unit, sides, pairs }: BufRequest,
  names: ReadonlyMap<ProtoPair, string>,
): Record<string, string> {
  const folders = (['base', 'head'] as const).map((folder) => {
    const side = sides[folder]
    const files = unit.flatMap((pair) => {
      const path = pair[side.side]
      const file = path === undefined ? undefined : side.file(path)
      return file ? [{ name: names.get(pair) ?? '', file }] : []
    })
    return { folder, side, files }
  })
  const nameOf = (side: ProtoSide, from: string, imported: string): string | undefined => {
    if (isWellKnown(imported)) return imported
    const path = side.resolve(from, imported)
    const pair = path === undefined ? undefined : pairs.get(side.side, path)
    return pair && side.file(path ?? '') ? names.get(pair) : undefined
  }
  const missing = standIns(
    folders.map(({ side, files }) => ({
      files: files.map(({ file }) => file),
      missing: (path) =>
        (side.file(path)?.outline.imports ?? [])
          .map((statement) => statement.path)
          .filter((imported) => nameOf(side, path, imported) === undefined),
    })),
  )
  const added = missing.path === undefined ? [] : [missing.path]
  const sources: Record<string, string> = {}
  for (const { folder, side, files } of folders) {
    sources[`${folder}/${ALWAYS_THERE}`] = ALWAYS_THERE_TEXT
    for (const [path, text] of Object.entries(missing.files)) sources[`${folder}/${path}`] = text
    for (const { name, file } of files) {
      const { path, text, outline } = file
      sources[`${folder}/${name}`] = rewritten(
        text,
        outline,
        (statement) => nameOf(side, path, statement.path),
        added,
      )
    }
  }
  return sources
}

/** What is handed over instead of the repository's own file: no plugin, no dependency, no path of its own. */
function bufYaml(config: BreakingConfig, names: ReadonlyMap<ProtoPair, string>): string {
  const { version, use, except, ignore, ignoreOnly, ignoreUnstablePackages } = config
  const list = (words: readonly string[]): string => `[${words.join(', ')}]`
  const within = (places: readonly string[]): string[] =>
    [...names].flatMap(([{ base, head }, name]) =>
      [base, head].some((path) => path !== undefined && isWithin(path, places)) ? [name] : [],
    )
  const only = [...ignoreOnly].flatMap(([rule, places]) => {
    const files = within(places)
    return /^[A-Z][A-Z0-9_]*$/.test(rule) && files.length > 0 ? [`    ${rule}: ${list(files)}`] : []
  })
  return [
    `version: ${version}`,
    'breaking:',
    `  use: ${list(use.length > 0 ? use : ['FILE'])}`,
    `  except: ${list(except)}`,
    `  ignore: ${list(within(ignore))}`,
    ...(only.length > 0 ? ['  ignore_only:', ...only] : []),
    `  ignore_unstable_packages: ${ignoreUnstablePackages}`,
    '',
  ].join('\n')
}

function withoutRule(config: BreakingConfig, unknown: string): BreakingConfig {
  const known = (words: readonly string[]): string[] => words.filter((word) => word !== unknown)
  const ignoreOnly = new Map([...config.ignoreOnly].filter(([rule]) => rule !== unknown))
  return { ...config, use: known(config.use), except: known(config.except), ignoreOnly }
}

/** Undefined where a line is not what buf writes. */
function readAnnotations(stdout: string, byName: ReadonlyMap<string, ProtoPair>): Annotation[] | undefined {
  const annotations: Annotation[] = []
  for (const line of stdout.split('\n')) {
    if (line.trim() === '') continue
    const value = parsed(line)
    if (!value || typeof value['type'] !== 'string' || typeof value['message'] !== 'string') return undefined
    const { type, message } = value
    const path = typeof value['path'] === 'string' ? value['path'].replaceAll('\\', '/') : undefined
    const [, side, name] = /^(base|head)\/(.+)$/.exec(path ?? '') ?? []
    const gone = path === undefined ? /^Previously present file "([^"]+)"/.exec(message)?.[1] : undefined
    const pair = byName.get(name ?? gone ?? '')
    const lineAt = (key: string): number => {
      const number = value[key]
      return typeof number === 'number' && number > 0 ? number : 1
    }
    annotations.push({
      type,
      message,
      side: side === 'base' ? 'base' : 'head',
      ...(pair && { pair }),
      startLine: lineAt('start_line'),
      endLine: lineAt('end_line'),
    })
  }
  return annotations
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
