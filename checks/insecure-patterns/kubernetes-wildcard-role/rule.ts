import { changesLines, defineRule, type Report } from '../../../src/model/index.ts'
import { type ConfigNode, entryOf, itemsOf, textAt, valueAt } from '../../../src/parse/config-tree/index.ts'
import { everyVerb } from '../containers/roles.ts'
import { changedManifests, manifestOptions, type Manifest, YAML } from '../containers/containers.ts'

/** Everybody, and everybody with any account of the cluster. */
const EVERYBODY = /^system:(?:anonymous|unauthenticated|authenticated)$/

export default defineRule({
  title: 'Role that may do everything in Kubernetes',
  level: 'warning',
  confidence: 'high',
  status: 'preview',
  module: 13,
  cwe: [269],
  files: YAML,
  options: manifestOptions,

  async *check(context) {
    for await (const { change, manifest } of changedManifests(context)) {
      for (const object of manifest.objects) {
        for (const { node, ...said } of rightsOf(object)) {
          const region = manifest.source.region(node.start, node.end)
          if (!changesLines(change, 'head', region)) continue
          yield { location: { side: 'head', path: change.path, region }, ...said }
        }
      }
    }
  },
})

type Said = Pick<Report, 'subject' | 'message' | 'fix' | 'level'> & { node: ConfigNode }

function* rightsOf({ kind, name, node }: Manifest['objects'][number]): Generator<Said> {
  if (kind === 'ClusterRole' || kind === 'Role') {
    for (const rule of itemsOf(valueAt(node, 'rules'))) {
      const verbs = everyVerb(rule)
      if (!verbs) continue
      yield {
        node: verbs,
        subject: `${kind} ${name} *`,
        message: `\`${name}\` may do everything to every resource, read secrets and give itself further rights among it.`,
        fix: 'Name the verbs and the resources that are needed.',
      }
    }
  }
  if (kind === 'ClusterRoleBinding' || kind === 'RoleBinding') {
    const role = textAt(node, 'roleRef', 'name')
    const named = valueAt(node, 'roleRef', 'name')
    if (kind === 'ClusterRoleBinding' && role === 'cluster-admin' && named)
      yield {
        node: named,
        subject: `${kind} ${name} cluster-admin`,
        message: `\`${name}\` gives every right in the cluster.`,
        fix: 'Make a role with the verbs and the resources that are needed, and bind it in the namespace they are needed in.',
      }
    for (const subject of itemsOf(valueAt(node, 'subjects'))) {
      const entry = entryOf(subject, 'name')
      if (role === undefined || entry?.value.kind !== 'scalar' || !EVERYBODY.test(entry.value.text)) continue
      if (!/^(?:cluster-admin|admin|edit)$/.test(role)) continue
      yield {
        node: entry.value,
        subject: `${kind} ${name} ${entry.value.text}`,
        level: 'error',
        message: `\`${entry.value.text}\` is everybody ${entry.value.text === 'system:authenticated' ? 'with an account of the cluster' : 'who reaches the cluster'}, and is given \`${role}\`.`,
        fix: 'Bind the role to the one account that needs it.',
      }
    }
  }
}
