import { z } from 'zod'
import { isRecord, optionFields, unwrap } from '../options.ts'
import { formatPath, type Path, type Problems } from './problems.ts'
import { didYouMean } from './suggest.ts'
import { clip } from './tree.ts'

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
}

/** Says each issue of a schema in the words and at the place of the file. `base`: where `schema` begins in it. */
export function addIssues(
  problems: Problems,
  schema: z.ZodType,
  issues: readonly z.core.$ZodIssue[],
  base: Path = [],
): void {
  for (const issue of issues) {
    if (problems.full) return
    const path = [...base, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))]
    const name = path.length > 0 ? formatPath(path) : 'the file'
    const value = problems.valueAt(path)
    if (issue.code === 'unrecognized_keys') {
      const known = [...(optionFields(schemaAt(schema, issue.path) ?? z.never())?.keys() ?? [])]
      for (const key of issue.keys) addUnknownKey(problems, path, key, known)
    } else if (issue.code === 'invalid_type') {
      const wanted = KINDS[issue.expected] ?? issue.expected
      if (problems.isMissing(path)) problems.atValue(path, `${name} is missing`, `it is ${wanted}`)
      else
        problems.atValue(
          path,
          `${name} must be ${wanted}, not ${describe(value)}`,
          typeHint(issue.expected, value),
        )
    } else if (issue.code === 'invalid_value') {
      const values = issue.values.map(String)
      const wanted = values.length === 1 ? values.join('') : `one of ${values.join(', ')}`
      if (problems.isMissing(path))
        problems.atValue(path, `${name} is missing`, `write ${path.at(-1)}: ${values[0]}`)
      else {
        const hint = typeof value === 'string' ? suggestValue(value, values) : undefined
        problems.atValue(path, `${name} must be ${wanted}, not ${describe(value)}`, hint)
      }
    } else if (issue.code === 'too_small' || issue.code === 'too_big') {
      problems.atValue(path, sizeMessage(name, issue))
    } else if (issue.code === 'invalid_union') {
      const meant = nearestBranch(issue.errors)
      if (meant) addIssues(problems, z.unknown(), meant, path)
      else problems.atValue(path, `${name} cannot be ${describe(value)}`)
    } else problems.atValue(path, `${name}: ${clip(issue.message)}`)
  }
}

/** Of what a value might have been, what it comes nearest to: of the right kind, with the fewest keys that are unknown. */
function nearestBranch(
  branches: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined {
  const far = (issues: readonly z.core.$ZodIssue[]): number =>
    issues.reduce((sum, issue) => {
      if (issue.path.length === 0 && issue.code !== 'unrecognized_keys') return sum + 1_000
      return (
        sum + (issue.code === 'unrecognized_keys' ? 10 * issue.keys.length : issue.path.length > 1 ? 1 : 2)
      )
    }, 0)
  const [best] = branches.filter((issues) => issues.length > 0).toSorted((a, b) => far(a) - far(b))
  return best
}

export function addUnknownKey(problems: Problems, path: Path, key: string, known: readonly string[]): void {
  if (problems.full) return
  const where = path.length > 0 ? ` in ${formatPath(path)}` : ''
  const hint = key === '<<' ? 'YAML 1.2 has no merge keys; repeat the values' : didYouMean(key, known)
  problems.atKey([...path, key], `unknown key ${clip(key)}${where}`, hint ?? listing(known))
}

/** Words people use elsewhere for what is called otherwise here. */
const SYNONYMS: Readonly<Record<string, string>> = {
  warn: 'warning',
  info: 'note',
  notice: 'note',
  err: 'error',
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  none: 'never',
  disabled: 'off',
  disable: 'off',
  ignore: 'off',
  false: 'off',
}

export function suggestValue(value: string, values: readonly string[]): string | undefined {
  const synonym = SYNONYMS[value.toLowerCase()]
  if (synonym !== undefined && values.includes(synonym)) return `did you mean ${synonym}?`
  return didYouMean(value, values)
}

/** What somebody wrote, in a few words. */
export function describe(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (isRecord(value)) return 'a mapping'
  if (typeof value === 'string') return clip(JSON.stringify(value))
  return `the ${typeof value} ${JSON.stringify(value)}`
}

function typeHint(expected: string, value: unknown): string | undefined {
  if (expected === 'array' && typeof value === 'string') return `write [${clip(JSON.stringify(value))}]`
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return `put it in quotes: "${String(value)}"`
  }
  if (expected === 'boolean' && typeof value === 'string') {
    if (/^(yes|on|y)$/i.test(value)) return 'write true'
    if (/^(no|off|n)$/i.test(value)) return 'write false'
  }
  return undefined
}

function sizeMessage(name: string, issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const small = issue.code === 'too_small'
  const bound = String(small ? issue.minimum : issue.maximum)
  if (issue.origin === 'array' && small && bound === '1') return `${name} is empty: give at least one`
  const unit = issue.origin === 'array' ? ' entries' : issue.origin === 'string' ? ' characters' : ''
  const verb = unit === '' ? 'must be' : 'must have'
  return `${name} ${verb} at ${small ? 'least' : 'most'} ${bound}${unit}`
}

function listing(known: readonly string[]): string | undefined {
  return known.length > 0 && known.length <= 12 ? `known keys: ${known.join(', ')}` : undefined
}

/** The schema of the value at a path, as far as objects, lists and records lead. */
function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let inner: z.ZodType | undefined = schema
  for (const step of path) {
    inner = unwrap(inner)
    if (inner instanceof z.ZodObject) inner = (inner.shape as Record<string, z.ZodType>)[String(step)]
    else if (inner instanceof z.ZodArray) inner = inner.element as z.ZodType
    else if (inner instanceof z.ZodRecord) inner = inner.valueType as z.ZodType
    else return undefined
    if (!inner) return undefined
  }
  return inner
}
