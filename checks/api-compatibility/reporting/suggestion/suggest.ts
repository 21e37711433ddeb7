import type { ChangeSet, Suggestion } from '../../../../src/model/index.ts'
import { compareLevels, findChange } from '../../../../src/model/index.ts'
import { parseJson } from '../../../../src/parse/json/parse-json.ts'
import { type Description, loadDescription } from '../../../../src/parse/openapi/description.ts'
import { parseYaml } from '../../../../src/parse/yaml/parse-yaml.ts'
import type { Comparisons } from '../../compare-descriptions.ts'
import type { Change } from '../../diff/change.ts'
import { diffDescriptions } from '../../diff/diff.ts'
import { subjectOf } from '../../diff/naming.ts'
import { alternativeTo } from './alternatives.ts'
import { linesOf } from './lines.ts'
import { Sources } from './put-back.ts'
import { applyEdits } from './source-text.ts'

/** Changes at most that are given one: more comments than that a review does not have. */
const MAX_TRIED = 40
/** Characters of JSON that are looked at to make and prove suggestions, in all: half a second to a second. */
const MAX_WORK = 12_000_000
/** YAML takes that much longer to read. */
const YAML = 4
/** To find the places of an edit takes that part of what it takes to compare again. */
const EDIT = 1 / 8

/**
 * For each change that has one, the lines of the head that keep clients working. Each was applied, parsed and
 * compared again, and `judged` by the team's policy: the change is gone and none came in its place. What has the most weight is tried first.
 */
export async function suggestionsFor(
  changeSet: ChangeSet,
  { compared }: Pick<Comparisons, 'compared'>,
  judged: (changes: readonly Change[]) => readonly Change[] = (changes) => changes,
): Promise<Map<Change, Suggestion>> {
  const found = new Map<Change, Suggestion>()
  let left = MAX_WORK
  for (const { base, head, changes } of compared) {
    const cost = workOf(base) + workOf(head)
    const before = tally(changes)
    const sources = new Sources()
    const proven = new Map<string, Tally | undefined>()
    for (const change of byWeight(changes).slice(0, MAX_TRIED)) {
      if (cost * (1 + EDIT) > left) break
      left -= cost * EDIT
      const made = alternativeTo(change, base, head, sources)
      if (!made) continue
      const { path, text } = made.text.tree
      const after = applyEdits(text, made.edits)
      const file = findChange(changeSet, 'head', path)
      const suggestion = file && linesOf(file, text, after)
      if (!suggestion) continue
      // What was removed from requests and responses at once is put back by one edit.
      const key = JSON.stringify(suggestion)
      if (!proven.has(key)) {
        left -= cost
        proven.set(key, await remaining(base, head, path, after, before, judged))
      }
      const name = nameOf(change)
      const kept = proven.get(key)
      if (kept && (kept.get(name) ?? 0) < (before.get(name) ?? 0)) found.set(change, suggestion)
    }
  }
  return found
}

/** The changes left when a file of the head has another text; undefined where it brings new ones or cannot be read. */
async function remaining(
  base: Description,
  head: Description,
  path: string,
  text: string,
  before: Tally,
  judged: (changes: readonly Change[]) => readonly Change[],
): Promise<Tally | undefined> {
  const tree = path.endsWith('.json') ? parseJson(path, text) : parseYaml(path, text)
  if (tree.problems.length > 0) return undefined
  const loaded = await loadDescription(head.path, (part) => {
    const known = part === path ? tree : part === head.path ? head.root.tree : head.files.get(part)
    return Promise.resolve(known ?? { path: part, why: 'does not exist' })
  })
  if (loaded.kind !== 'description') return undefined
  const { changes, incomplete } = diffDescriptions(base, loaded.description)
  if (incomplete.length > 0 || loaded.description.dead.size > head.dead.size) return undefined
  const after = tally(judged(changes))
  const worse = [...after].some(([name, number]) => number > (before.get(name) ?? 0))
  return worse ? undefined : after
}

/** How many changes there are of each name. */
type Tally = ReadonlyMap<string, number>

function tally(changes: readonly Change[]): Tally {
  const names = Map.groupBy(changes, nameOf)
  return new Map([...names].map(([name, list]) => [name, list.length]))
}

/** Without numbers of items, which move when one is put back, and without what policy and reach may change in it. */
function nameOf({ kind, side, detail = '', node }: Change): string {
  return [kind, side, detail, subjectOf(node).replaceAll(/\/\d+(?=\/|$)/g, '/')].join('\n')
}

function byWeight(changes: readonly Change[]): Change[] {
  return changes.toSorted(
    (a, b) => compareLevels(a.level, b.level) || b.operations.length - a.operations.length,
  )
}

function workOf({ root, files }: Description): number {
  let work = 0
  for (const { path, text } of new Set([root.tree, ...files.values()]))
    work += text.length * (path.endsWith('.json') ? 1 : YAML)
  return work
}
