import { defineRule } from '../../../src/model/index.ts'
import { type ConfigNode, itemsOf, valueAt } from '../../../src/parse/config-tree/index.ts'
import { type Manifest, manifestOptions, YAML } from '../containers/containers.ts'
import { type Mistake, mistakesIn } from '../containers/mistakes.ts'
import { isEverything } from '../containers/roles.ts'

const FIX = 'Name the verbs and the resources that are needed, in the one namespace they are needed in.'
const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection', '*']
const READS = ['get', 'list', 'watch', '*']

/** @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks */
const RISKS: readonly { resources: RegExp; verbs: readonly string[]; what: string }[] = [
  { resources: /^\*$/, verbs: [...WRITES, ...READS], what: 'touch every resource' },
  { resources: /^(?!\*$)/, verbs: ['*'], what: 'do everything to a resource' },
  { resources: /^secrets$/, verbs: READS, what: 'read secrets' },
  { resources: /^pods\/(?:exec|attach)$/, verbs: WRITES, what: 'run commands in pods' },
  {
    resources:
      /^(?:pods|deployments|daemonsets|statefulsets|jobs|cronjobs|replicasets|replicationcontrollers)$/,
    verbs: ['create', 'update', 'patch'],
    what: 'start pods with any account and any mount',
  },
  { resources: /^serviceaccounts\/token$/, verbs: ['create'], what: 'make tokens of other accounts' },
  {
    resources: /^nodes\/proxy$/,
    verbs: [...WRITES, ...READS],
    what: 'reach the API of nodes past every check',
  },
  { resources: /^(?:cluster)?roles$/, verbs: ['escalate', 'bind'], what: 'give itself rights' },
  {
    resources: /^(?:cluster)?rolebindings$/,
    verbs: ['create', 'update', 'patch'],
    what: 'give itself rights',
  },
  { resources: /^(?:users|groups|serviceaccounts)$/, verbs: ['impersonate'], what: 'act as others' },
  {
    resources: /^(?:mutating|validating)webhookconfigurations$/,
    verbs: ['create', 'update', 'patch'],
    what: 'read and change what others send',
  },
  {
    resources: /^certificatesigningrequests\/approval$/,
    verbs: ['update', 'patch'],
    what: 'make certificates for others',
  },
]

export default defineRule({
  title: 'Role of Kubernetes that is wider than it looks',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 13,
  cwe: [269],
  files: YAML,
  options: manifestOptions,
  check: (context) => mistakesIn(context, broad),
})

function* broad({ objects }: Manifest): Generator<Mistake> {
  for (const { kind, name, node } of objects) {
    if (kind === 'ClusterRole' || kind === 'Role') {
      for (const rule of itemsOf(valueAt(node, 'rules'))) {
        const verbs = valueAt(rule, 'verbs')
        const resources = textsOf(valueAt(rule, 'resources'))
        // Objects that are named are what is needed.
        if (!verbs || valueAt(rule, 'resourceNames') !== undefined) continue
        if (isEverything(rule)) continue
        const risk = RISKS.find(
          (one) =>
            resources.some((text) => one.resources.test(text)) &&
            textsOf(verbs).some((verb) => one.verbs.includes(verb)),
        )
        if (risk)
          yield {
            at: rule,
            words: `${kind} ${name} ${risk.what}`,
            message: `Who has \`${name}\` may ${risk.what}.`,
            fix: FIX,
          }
      }
    }
  }
}

const textsOf = (node: ConfigNode | undefined): string[] =>
  itemsOf(node).flatMap((one) => (one.kind === 'scalar' ? [one.text] : []))
