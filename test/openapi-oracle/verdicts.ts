import openapiDiff from 'openapi-diff'
import { rules } from '../../checks/index.ts'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { runRule, SharedValues } from '../../src/engine/run-rule.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const family = rules.filter((rule) => rule.family === 'api-compatibility')

export interface Verdict {
  /** Our rule, or the code of openapi-diff. */
  what: string
  /** Where: our subject, or the location openapi-diff names. Both hold the path of the operation. */
  where: string
}

/** What our rules report at error or warning between two descriptions. */
export async function ours(base: object, head: object): Promise<Verdict[]> {
  const path = 'api/openapi.json'
  const changeSet = memoryChangeSet({ [path]: text(base) }, { [path]: text(head) })
  const shared = new SharedValues()
  const found: Verdict[] = []
  for (const rule of family) {
    const { changes } = changeSet
    const options = rule.options.parse({})
    const signal = AbortSignal.timeout(20_000)
    const { reports } = await runRule({ rule, changeSet, changes, options, now: NOW, signal, shared })
    for (const report of reports) {
      const level = report.level ?? rule.level
      if (level !== 'note') found.push({ what: rule.id, where: report.subject })
    }
  }
  return found
}

/** What openapi-diff calls breaking; undefined where it cannot read one of the two. */
export async function theirs(base: object, head: object): Promise<Verdict[] | undefined> {
  const format = 'swagger' in base ? 'swagger2' : 'openapi3'
  const spec = (value: object, location: string): object => ({ content: text(value), location, format })
  try {
    const outcome = await openapiDiff.diffSpecs({
      sourceSpec: spec(base, 'base.json'),
      destinationSpec: spec(head, 'head.json'),
    } as Parameters<typeof openapiDiff.diffSpecs>[0])
    const breaking = outcome.breakingDifferencesFound ? outcome.breakingDifferences : []
    return breaking.map(({ code, sourceSpecEntityDetails, destinationSpecEntityDetails }) => {
      const [place] = [...sourceSpecEntityDetails, ...destinationSpecEntityDetails]
      return { what: code, where: place?.location ?? '' }
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('OPENAPI_DIFF_')) {
      return undefined
    }
    throw error
  }
}

function text(value: object): string {
  return JSON.stringify(value, undefined, 2)
}
