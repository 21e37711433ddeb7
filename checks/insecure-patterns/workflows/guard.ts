import { itemsOf, textAt, valueAt } from '../../../src/parse/config-tree/index.ts'
import type { Job, Step, Workflow } from './workflow.ts'

/** A person decides: a label, who the author is, that it is merged, or that it is no fork. */
const DECIDED =
  /author_association|\blabels?\b|pull_request\.merged|head\.repo\.full_name\s*[!=]=|head\.repo\.fork|head\.repo\.owner\.login\s*==|head_repository\.(?:full_name|fork)|github\.(?:actor|triggering_actor)\s*==|\b(?:sender|user)\.login\s*==|workflow_run\.event\s*==\s*'(?:push|schedule|release|workflow_dispatch)'|github\.event_name\s*==\s*'(?:push|schedule|release|workflow_dispatch)'/

/** Whether strangers' events do not run a job, or not before a person let them: by itself, or by a job that it needs. */
export function isGuarded(job: Job | undefined, { jobs }: Pick<Workflow, 'jobs'>): boolean {
  const seen = new Set<Job>()
  const waiting = job ? [job] : []
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    const { node } = next
    // Deployments to an environment can ask for a review.
    if (valueAt(node, 'environment') !== undefined || DECIDED.test(textAt(node, 'if') ?? '')) return true
    // What another workflow decides is not followed.
    if (seen.size > 1 && textAt(node, 'uses') !== undefined) return true
    const needed = itemsOf(valueAt(node, 'needs')).flatMap((one) => (one.kind === 'scalar' ? [one.text] : []))
    const names = new Set(needed)
    waiting.push(...jobs.filter(({ name }) => names.has(name)))
  }
  return false
}

export function isStepGuarded({ node }: Step): boolean {
  return DECIDED.test(textAt(node, 'if') ?? '')
}
