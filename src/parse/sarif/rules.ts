import type { Confidence, Level } from '../../model/index.ts'
import type { SarifRule } from './result.ts'
import { isRecord, items, text, textOf, type Unknown } from './values.ts'

const MOST_TAGS = 50

/** A `reportingDescriptor` (SARIF 3.49) with what common tools put beside it: precision, tags, CWE numbers. */
export function ruleOf(id: string, descriptor: Unknown | undefined): SarifRule {
  const properties = isRecord(descriptor?.['properties']) ? descriptor['properties'] : {}
  const tags = items(properties['tags'], MOST_TAGS).flatMap((tag) => text(tag, 200) ?? [])
  const title = textOf(descriptor?.['shortDescription']) ?? text(descriptor?.['name'], 200)
  const what = textOf(descriptor?.['fullDescription'])
  const help = textOf(descriptor?.['help'])
  const uri = text(descriptor?.['helpUri'], 2_000)
  const configuration = isRecord(descriptor?.['defaultConfiguration'])
    ? descriptor['defaultConfiguration']
    : {}
  const level = levelOf(configuration['level']) ?? levelOfScore(properties['security-severity'])
  const confidence = confidenceOf(properties['precision'], tags)
  return {
    id,
    ...(title !== undefined && { title }),
    ...(what !== undefined && { what }),
    ...(help !== undefined && { help }),
    ...(uri !== undefined && /^https?:\/\//i.test(uri) && URL.canParse(uri) && { helpUri: uri }),
    ...(level && { level }),
    ...(confidence && { confidence }),
    cwe: cweNumbers([...tags, ...items(properties['cwe'], 20), properties['cwe'], ...related(descriptor)]),
    tags,
  }
}

/** Numbers of CWE in texts as tools write them: `external/cwe/cwe-089`, `CWE-89: …`, `CWE89`. */
export function cweNumbers(values: readonly unknown[]): number[] {
  const numbers = values.flatMap((value) => {
    if (typeof value !== 'string') return []
    const [, digits] = /\bcwe[-_ ]?0*(\d{1,5})\b/i.exec(value) ?? []
    return digits === undefined ? [] : [Number(digits)]
  })
  return [...new Set(numbers)].toSorted((a, b) => a - b)
}

/** A level of SARIF; `none` and what is no level are undefined. */
export function levelOf(value: unknown): Level | undefined {
  return value === 'error' || value === 'warning' || value === 'note' ? value : undefined
}

/** Taxa that a descriptor or a result refers to: `{ target: { id: 'CWE-89' } }`, `{ id: '89', toolComponent: CWE }`. */
export function taxon(value: unknown): string | undefined {
  const target = isRecord(value) ? (isRecord(value['target']) ? value['target'] : value) : undefined
  const id = text(target?.['id'], 50)
  const component = isRecord(target?.['toolComponent'])
    ? text(target['toolComponent']['name'], 50)
    : undefined
  return id !== undefined && /^\d+$/.test(id) && component?.toUpperCase() === 'CWE' ? `CWE-${id}` : id
}

function related(descriptor: Unknown | undefined): (string | undefined)[] {
  return items(descriptor?.['relationships'], 50).map(taxon)
}

/** GitHub's scale: 7 and more is high or critical, 4 and more medium. */
function levelOfScore(value: unknown): Level | undefined {
  const score = Number(value)
  if (value === undefined || !Number.isFinite(score)) return undefined
  return score >= 7 ? 'error' : score >= 4 ? 'warning' : 'note'
}

function confidenceOf(precision: unknown, tags: readonly string[]): Confidence | undefined {
  const word = typeof precision === 'string' ? precision.toLowerCase() : ''
  if (word === 'very-high' || word === 'high') return 'high'
  if (word === 'medium' || word === 'low') return word
  const said = tags
    .map((tag) => /^(high|medium|low) confidence$/i.exec(tag)?.[1]?.toLowerCase())
    .find(Boolean)
  return said === 'high' || said === 'medium' || said === 'low' ? said : undefined
}
