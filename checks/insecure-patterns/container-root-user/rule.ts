import { defineRule } from '../../../src/model/index.ts'
import { type ConfigMap, entryOf, textAt } from '../../../src/parse/config-tree/index.ts'
import { type Manifest, manifestOptions, YAML } from '../containers/containers.ts'
import { type Mistake, mistakesIn, type Pod, podsOf } from '../containers/mistakes.ts'

const FIX =
  'Set `runAsNonRoot: true` in the `securityContext` of the pod, and give the image a user by its number.'

export default defineRule({
  title: 'Container that may run as root',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 13,
  cwe: [250],
  files: YAML,
  options: manifestOptions,
  check: (context) => mistakesIn(context, asRoot),
})

function* asRoot({ objects }: Manifest): Generator<Mistake> {
  for (const object of objects) for (const pod of podsOf(object)) yield* inPod(pod)
}

function* inPod(pod: Pod): Generator<Mistake> {
  const said = [pod.node, ...pod.containers].filter(
    (one) => contextOf(one, 'runAsNonRoot') !== undefined || contextOf(one, 'runAsUser') === '0',
  )
  if (isOfUser(pod.node) || said.includes(pod.node)) return
  if (said.length === 0) {
    if (pod.containers.every(isOfUser)) return
    yield say(
      pod,
      pod.node,
      entryOf(pod.node, 'securityContext')?.at ?? pod.at,
      'may run as root: nothing forbids it',
    )
    return
  }
  for (const container of pod.containers) {
    if (said.includes(container) || isOfUser(container)) continue
    const context = entryOf(container, 'securityContext')
    yield say(pod, container, context?.at ?? firstLineOf(container), 'may run as root: nothing forbids it')
  }
}

function say(pod: Pod, one: ConfigMap, at: Mistake['at'], what: string): Mistake {
  const name = one === pod.node ? pod.name : (textAt(one, 'name') ?? pod.name)
  return { at, words: `${pod.name} ${name} runAsNonRoot`, message: `\`${name}\` ${what}.`, fix: FIX }
}

const contextOf = (node: ConfigMap, key: string): string | undefined => textAt(node, 'securityContext', key)

/** A user of its own number is no root. */
const isOfUser = (node: ConfigMap): boolean => Number(contextOf(node, 'runAsUser') ?? 0) > 0

const firstLineOf = ({ entries: [first], start, end }: ConfigMap): Mistake['at'] =>
  first ? { start: first.at.start, end: first.value.end } : { start, end }
