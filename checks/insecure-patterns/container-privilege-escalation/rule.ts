import { defineRule } from '../../../src/model/index.ts'
import { type ConfigMap, entryOf, itemsOf, textAt, valueAt } from '../../../src/parse/config-tree/index.ts'
import { type Manifest, manifestOptions, YAML } from '../containers/containers.ts'
import { type Mistake, mistakesIn, podsOf } from '../containers/mistakes.ts'

export default defineRule({
  title: 'Container whose processes may gain rights',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 13,
  cwe: [269],
  files: YAML,
  options: manifestOptions,
  check: (context) => mistakesIn(context, gains),
})

function* gains({ containers, objects }: Manifest): Generator<Mistake> {
  for (const { tool, name, node, at } of containers) {
    if (tool !== 'compose') continue
    const options = itemsOf(valueAt(node, 'security_opt'))
    const isForbidden = options.some(
      (one) => one.kind === 'scalar' && /^no-new-privileges(?:[:=]true)?$/.test(one.text),
    )
    if (!isForbidden) yield say(name, at ?? firstOf(node), 'Add `security_opt: ["no-new-privileges:true"]`.')
  }
  for (const object of objects) {
    for (const pod of podsOf(object)) {
      for (const container of pod.containers) {
        const name = textAt(container, 'name') ?? pod.name
        const context = entryOf(container, 'securityContext')
        const set = entryOf(context?.value, 'allowPrivilegeEscalation')
        if (set) continue
        // A privileged container has every right already, and a rule of its own.
        if (textAt(container, 'securityContext', 'privileged') === 'true') continue
        const at = context?.at ?? firstOf(container)
        yield say(name, at, 'Set `allowPrivilegeEscalation: false` in its `securityContext`.')
      }
    }
  }
}

const say = (name: string, at: Mistake['at'], fix: string): Mistake => ({
  at,
  words: `${name} escalation`,
  message: `Processes of \`${name}\` may gain rights that they were not started with (\`sudo\`, programs that belong to root).`,
  fix,
})

const firstOf = ({ entries: [first], start, end }: ConfigMap): Mistake['at'] =>
  first ? { start: first.at.start, end: first.value.end } : { start, end }
