import type { CriticalPath } from '../src/model/index.ts'
import { CUSTOM } from './file/custom-rules.ts'
import { ALLOW_WHEN_LABEL } from './file/labels.ts'
import { patternRank } from './file/patterns.ts'
import type { FileConfig } from './file/schema.ts'
import { lineKey } from './shared/document.ts'
import type { SharedDocument } from './shared/types.ts'
import { DEFAULT_PRESET, type Preset, presets } from './presets/index.ts'
import type { CheckSetting, Config, Source } from './types.ts'
import { DEFAULT_POLICY } from './waiver-policy.ts'

/** One source of settings. Later layers win over earlier ones. */
interface Layer {
  what: string
  settings: Preset
  lineOf: LineOf
}

/** Line of a value by its path in the file; undefined where there is no file. */
export type LineOf = (path: readonly (string | number)[]) => number | undefined

/** A valid file over the presets and the shared configurations it extends, as one complete configuration. */
export function resolveConfig(
  file: FileConfig,
  what: string,
  lineOf: LineOf,
  shared: Readonly<Record<string, SharedDocument>> = {},
): Config {
  const names = file.extends ?? [DEFAULT_PRESET]
  const layers = [...layersOf(names, shared), { what, settings: file, lineOf }]
  const config: Config = {
    version: 1,
    extends: names,
    mode: 'enforce',
    preview: false,
    gate: { failOn: 'error' },
    review: {
      maxInline: 10,
      groupAfter: 3,
      drafts: 'summary',
      minLevel: 'note',
      whenFixed: 'edit',
      requestReviewers: true,
    },
    ignore: [],
    generated: [],
    imports: [],
    criticalPaths: [],
    customRules: [],
    checks: [],
    overrides: [],
    waivers: [],
    waiverPolicy: { ...DEFAULT_POLICY },
    links: {},
    origins: {},
  }
  for (const layer of layers) apply(config, layer)
  return config
}

/** Each preset and each shared configuration once, where it is named first. */
function layersOf(
  names: readonly string[],
  shared: Readonly<Record<string, SharedDocument>>,
  seen = new Set<string>(),
): Layer[] {
  return names.flatMap((name) => {
    const document = Object.hasOwn(shared, name) ? shared[name] : undefined
    const what = document ? document.what : `preset ${name}`
    const settings = document ? document.settings : presets.get(name)
    if (!settings || seen.has(what)) return []
    seen.add(what)
    // A shared configuration means the same alone and below another file; a preset says all it extends.
    const below = settings.extends ?? (document ? [DEFAULT_PRESET] : [])
    const lineOf: LineOf = (path) => document?.lines[lineKey(path)]
    return [...layersOf(below, document?.extends ?? {}, seen), { what, settings, lineOf }]
  })
}

function apply(config: Config, { what, settings, lineOf }: Layer): void {
  const source = (...path: (string | number)[]): Source => {
    const line = lineOf(path)
    return line === undefined ? { what } : { what, line }
  }
  const set = <T>(value: T | undefined, keep: (value: T) => void, ...path: string[]): void => {
    if (value === undefined) return
    keep(value)
    config.origins[path.join('.')] = source(...path)
  }
  const { gate, review, links } = settings
  set(settings.mode, (value) => (config.mode = value), 'mode')
  set(settings.preview, (value) => (config.preview = value), 'preview')
  set(gate?.['fail-on'], (value) => (config.gate.failOn = value), 'gate', 'fail-on')
  set(review?.['max-inline'], (value) => (config.review.maxInline = value), 'review', 'max-inline')
  set(review?.['group-after'], (value) => (config.review.groupAfter = value), 'review', 'group-after')
  set(review?.drafts, (value) => (config.review.drafts = value), 'review', 'drafts')
  set(review?.['min-level'], (value) => (config.review.minLevel = value), 'review', 'min-level')
  set(review?.['when-fixed'], (value) => (config.review.whenFixed = value), 'review', 'when-fixed')
  const asks = review?.['request-reviewers']
  set(asks, (value) => (config.review.requestReviewers = value), 'review', 'request-reviewers')
  const { 'waiver-policy': written } = settings
  const policy = config.waiverPolicy
  set(written?.['max-days'], (value) => (policy.maxDays = value), 'waiver-policy', 'max-days')
  set(written?.approvers, (value) => (policy.approvers = value), 'waiver-policy', 'approvers')
  set(written?.['second-person'], (value) => (policy.secondPerson = value), 'waiver-policy', 'second-person')
  // What one layer protects, the next cannot give away.
  set(
    written?.['not-waivable'],
    (value) => (policy.notWaivable = [...policy.notWaivable, ...value]),
    'waiver-policy',
    'not-waivable',
  )
  set(links?.modules, (value) => (config.links.modules = value), 'links', 'modules')
  set(links?.rules, (value) => (config.links.rules = value), 'links', 'rules')
  for (const [index, glob] of (settings.ignore ?? []).entries()) {
    config.ignore.push({ glob, source: source('ignore', index) })
  }
  set(settings.imports, (value) => (config.imports = value), 'imports')
  set(settings.generated, (value) => (config.generated = [...new Set(value)]), 'generated')
  for (const [name, written] of Object.entries(settings['critical-paths'] ?? {})) {
    const { paths, 'minimum-coverage': minimum, ...rest } = written
    const critical: CriticalPath = {
      name,
      globs: paths ?? [],
      ...rest,
      ...(minimum && { minimumCoverage: minimum }),
    }
    const others = config.criticalPaths.filter((other) => other.name !== name)
    set(critical, (value) => (config.criticalPaths = [...others, value]), 'critical-paths', name)
  }
  for (const [name, data] of Object.entries(settings['custom-rules'] ?? {})) {
    const id = `${CUSTOM}/${name}`
    const others = config.customRules.filter((other) => other.id !== id)
    config.customRules = [...others, { id, data, source: source('custom-rules', name) }]
  }
  config.checks.push(...checkSettings(settings.checks ?? {}, (key) => source('checks', key)))
  for (const [index, { paths, checks }] of (settings.overrides ?? []).entries()) {
    config.overrides.push({
      paths,
      checks: checkSettings(checks, (key) => source('overrides', index, 'checks', key)),
      source: source('overrides', index),
    })
  }
  for (const [index, waiver] of (settings.waivers ?? []).entries()) {
    config.waivers.push({ ...waiver, source: source('waivers', index) })
  }
}

/** Entries of one `checks`, general ones first, so that the last one that matches decides. */
function checkSettings(checks: Record<string, unknown>, source: (key: string) => Source): CheckSetting[] {
  return Object.entries(checks)
    .map(([pattern, value]) => ({ ...readValue(value), pattern, source: source(pattern) }))
    .toSorted((a, b) => patternRank(a.pattern) - patternRank(b.pattern))
}

function readValue(value: unknown): Omit<CheckSetting, 'pattern' | 'source'> {
  if (value === 'off') return { off: true }
  if (typeof value === 'string') return { level: value as NonNullable<CheckSetting['level']> }
  const {
    level,
    [ALLOW_WHEN_LABEL]: labels,
    ...options
  } = value as {
    level?: NonNullable<CheckSetting['level']>
    [ALLOW_WHEN_LABEL]?: string | string[]
  } & Record<string, unknown>
  return {
    ...(level && { level }),
    ...(labels !== undefined && { allowWhenLabel: [labels].flat() }),
    ...(Object.keys(options).length > 0 && { options }),
  }
}
