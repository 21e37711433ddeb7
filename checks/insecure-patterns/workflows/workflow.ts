import { type FileChange, matcher, type RuleContext } from '../../../src/model/index.ts'
import { Source } from '../../../src/parse/code/index.ts'
import {
  type ConfigMap,
  type ConfigNode,
  type ConfigScalar,
  entriesOf,
  itemsOf,
  readYaml,
  textAt,
  valueAt,
} from '../../../src/parse/config-tree/index.ts'

/** Where GitHub looks for workflows, and where actions of a repository's own use to lie. */
export const WORKFLOWS = ['.github/workflows/*.{yml,yaml}']
export const ACTIONS = ['**/action.{yml,yaml}']

export interface Step {
  node: ConfigMap
  /** Of the step, its job and the workflow: what is nearer wins. */
  env: ReadonlyMap<string, string>
  job: Job | undefined
  index: number
}

export interface Job {
  name: string
  node: ConfigMap
  steps: Step[]
}

/** A workflow, or an action of several steps. */
export interface Workflow {
  source: Source
  root: ConfigMap
  kind: 'workflow' | 'action'
  /** Names of the events that start it. */
  events: ReadonlySet<string>
  jobs: Job[]
  steps: Step[]
}

/** The changed workflows, as the head has them. Those that cannot be read are named. */
export async function* changedWorkflows(
  context: RuleContext,
): AsyncGenerator<{ change: FileChange; workflow: Workflow }> {
  for (const change of context.changes) {
    if (context.signal.aborted) return
    if (change.status === 'removed' || change.added.length === 0) continue
    const workflow = await context.shared(`workflow ${change.path}`, () => readWorkflow(context, change))
    if (typeof workflow === 'string') context.incomplete(`${change.path}: ${workflow}`)
    else if (workflow) yield { change, workflow }
  }
}

async function readWorkflow(
  context: RuleContext,
  { path }: FileChange,
): Promise<Workflow | string | undefined> {
  const content = await context.changeSet.head.read(path)
  if (content.kind === 'unread') return content.detail ?? content.reason
  return workflowOf(path, content.text)
}

/** @returns why it cannot be read; undefined where it is neither a workflow nor an action */
export function workflowOf(path: string, text: string): Workflow | string | undefined {
  const read = readYaml(text)
  if (read.kind === 'unread') return read.detail
  const [root] = read.documents
  if (root?.kind !== 'map') return undefined
  const source = new Source(text)
  if (!matcher(WORKFLOWS)(path)) {
    if (textAt(root, 'runs', 'using') !== 'composite') return undefined
    const steps = stepsOf(valueAt(root, 'runs'), new Map(), undefined)
    return { source, root, kind: 'action', events: new Set(), jobs: [], steps }
  }
  const ofAll = envOf(root, new Map())
  const jobs = entriesOf(valueAt(root, 'jobs')).flatMap(({ key, value }): Job[] => {
    if (value.kind !== 'map') return []
    const job: Job = { name: key, node: value, steps: [] }
    job.steps = stepsOf(value, envOf(value, ofAll), job)
    return [job]
  })
  return {
    source,
    root,
    kind: 'workflow',
    events: eventsOf(root),
    jobs,
    steps: jobs.flatMap(({ steps }) => steps),
  }
}

function stepsOf(
  node: ConfigNode | undefined,
  env: ReadonlyMap<string, string>,
  job: Job | undefined,
): Step[] {
  return itemsOf(valueAt(node, 'steps')).flatMap((step, index) =>
    step.kind === 'map' ? [{ node: step, env: envOf(step, env), job, index }] : [],
  )
}

function envOf(node: ConfigNode, outer: ReadonlyMap<string, string>): Map<string, string> {
  const own = new Map(outer)
  for (const { key, value } of entriesOf(valueAt(node, 'env')))
    if (value.kind === 'scalar') own.set(key.toLowerCase(), value.text)
  return own
}

/** `on` is a word, a list or a map; YAML 1.1 readers make `true` of the key. */
function eventsOf(root: ConfigMap): Set<string> {
  const on = valueAt(root, 'on') ?? valueAt(root, 'true')
  if (on?.kind === 'map') return new Set(on.entries.map(({ key }) => key))
  return new Set(itemsOf(on).flatMap((item) => (item.kind === 'scalar' ? [item.text] : [])))
}

export interface Embedded {
  /** What stands between `${{` and `}}`. */
  text: string
  /** Offsets of all of it in the file. */
  start: number
  end: number
}

const EMBEDDED = /\$\{\{([\s\S]*?)\}\}/g

/** Expressions within a value, at their places in the file. */
export function expressionsIn(value: ConfigScalar, { text }: Source): Embedded[] {
  // Quotes and folding change white space at most, never the order.
  const written = text.slice(value.start, value.end)
  return [...written.matchAll(EMBEDDED)].map(({ 0: all, 1: inner = '', index }) => ({
    text: inner,
    start: value.start + index,
    end: value.start + index + all.length,
  }))
}

/** Inputs of actions that are run as a script, by the actions' own pages. */
const SCRIPTS: readonly { uses: RegExp; inputs: readonly string[]; language?: 'javascript' }[] = [
  { uses: /^actions\/github-script@/i, inputs: ['script'], language: 'javascript' },
  { uses: /^satackey\/action-js-inline@/i, inputs: ['script'], language: 'javascript' },
  { uses: /^azure\/(?:cli|powershell)@/i, inputs: ['inlineScript'] },
  { uses: /^addnab\/docker-run-action@/i, inputs: ['run', 'options'] },
  { uses: /^appleboy\/ssh-action@/i, inputs: ['script'] },
  { uses: /^nick-(?:fields|invision)\/retry@/i, inputs: ['command', 'on_retry_command'] },
  { uses: /^wandalen\/wretry\.action@/i, inputs: ['command'] },
  { uses: /^mathiasvr\/command-output@/i, inputs: ['run'] },
  { uses: /^(?:mikefarah\/yq|sergeysova\/jq-action)@/i, inputs: ['cmd'] },
  { uses: /^devcontainers\/ci@/i, inputs: ['runCmd'] },
  { uses: /^google-github-actions\/ssh-compute@/i, inputs: ['command'] },
  { uses: /^reactivecircus\/android-emulator-runner@/i, inputs: ['script', 'pre-emulator-launch-script'] },
  { uses: /^(?:uraimo\/run-on-arch-action|cross-platform-actions\/action)@/i, inputs: ['run', 'setup'] },
  { uses: /^vmactions\/[\w-]+-vm@/i, inputs: ['run', 'prepare'] },
  { uses: /^(?:jannekem\/run-python-script-action|amadevus\/pwsh-script)@/i, inputs: ['script'] },
  { uses: /^cypress-io\/github-action@/i, inputs: ['command', 'start', 'build', 'install-command'] },
]

/** The scripts of a step: the shell's, and inputs that an action runs. */
export function scriptsOf({ node }: Step): { value: ConfigScalar; language: 'shell' | 'javascript' }[] {
  const run = valueAt(node, 'run')
  const uses = textAt(node, 'uses')
  const inputs =
    uses === undefined
      ? []
      : SCRIPTS.filter((one) => one.uses.test(uses)).flatMap((one) =>
          one.inputs.map((input) => ({
            value: valueAt(node, 'with', input),
            language: one.language ?? ('shell' as const),
          })),
        )
  return [{ value: run, language: 'shell' as const }, ...inputs].flatMap(({ value, language }) =>
    value?.kind === 'scalar' ? [{ value, language }] : [],
  )
}
