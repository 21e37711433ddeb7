import {
  type ConfigEntry,
  type ConfigMap,
  entriesOf,
  entryOf,
  itemsOf,
  textAt,
  valueAt,
} from '../../../src/parse/config-tree/index.ts'
import { type Manifest, setTo } from './containers.ts'
import { type Mistake, type Pod, podsOf } from './mistakes.ts'

/** Confinement that the kernel does, turned off: seccomp, AppArmor, SELinux. */
const OFF = /^(?:seccomp|apparmor)[:=]unconfined$|^label[:=]disable$/i

const spanOf = ({ at, value }: ConfigEntry): Mistake['at'] => ({ start: at.start, end: value.end })

/** Services and pods that are told that they may be root. */
export function* rootUsers({ containers, objects }: Manifest): Generator<Mistake> {
  for (const { tool, name, node } of containers) {
    const user = tool === 'compose' ? setTo(node, 'user', ['root', '0', '0:0', 'root:root']) : undefined
    if (user)
      yield {
        at: spanOf(user),
        words: `${name} user`,
        message: `\`${name}\` runs as root.`,
        fix: 'Leave `user` out, or give the number of a user of the image.',
      }
  }
  for (const object of objects)
    for (const pod of podsOf(object)) for (const one of [pod.node, ...pod.containers]) yield* root(pod, one)
}

function* root(pod: Pod, one: ConfigMap): Generator<Mistake> {
  const context = valueAt(one, 'securityContext')
  const wrong =
    setTo(context, 'runAsNonRoot', ['false']) ??
    (textAt(context, 'runAsNonRoot') === 'true' ? undefined : setTo(context, 'runAsUser', ['0']))
  const name = nameOf(pod, one)
  if (wrong)
    yield {
      at: spanOf(wrong),
      words: `${pod.name} ${name} runAsNonRoot`,
      message: `\`${name}\` is told that it may run as root.`,
      fix: 'Set `runAsNonRoot: true` in the `securityContext` of the pod, and give the image a user by its number.',
    }
}

/** Containers that are told that their processes may gain rights. */
export function* escalations({ objects }: Manifest): Generator<Mistake> {
  for (const object of objects) {
    for (const pod of podsOf(object)) {
      for (const container of pod.containers) {
        const set = setTo(valueAt(container, 'securityContext'), 'allowPrivilegeEscalation')
        // A privileged container has every right already, and a rule of its own.
        if (!set || textAt(container, 'securityContext', 'privileged') === 'true') continue
        const name = nameOf(pod, container)
        yield {
          at: spanOf(set),
          words: `${name} escalation`,
          message: `Processes of \`${name}\` may gain rights that they were not started with (\`sudo\`, programs that belong to root).`,
          fix: 'Set `allowPrivilegeEscalation: false`.',
        }
      }
    }
  }
}

/** Profiles that are turned off. */
export function* unconfined({ containers, objects }: Manifest): Generator<Mistake> {
  for (const { tool, name, node } of containers)
    if (tool === 'compose')
      for (const option of itemsOf(valueAt(node, 'security_opt')))
        if (option.kind === 'scalar' && OFF.test(option.text)) yield say(name, option, option.text)
  for (const object of objects) {
    for (const entry of entriesOf(valueAt(object.node, 'metadata', 'annotations')))
      if (
        /^(?:seccomp|container\.(?:seccomp|apparmor))\./.test(entry.key) &&
        entry.value.kind === 'scalar' &&
        entry.value.text === 'unconfined'
      )
        yield say(object.name, spanOf(entry), entry.key)
    for (const pod of podsOf(object))
      for (const one of [pod.node, ...pod.containers])
        for (const profile of ['seccompProfile', 'appArmorProfile']) {
          const type = setTo(entryOf(valueAt(one, 'securityContext'), profile)?.value, 'type', ['unconfined'])
          if (type) yield say(nameOf(pod, one), spanOf(type), profile)
        }
  }
}

const say = (name: string, at: Mistake['at'], what: string): Mistake => ({
  at: { start: at.start, end: at.end },
  words: `${name} ${what}`,
  message: `\`${name}\` may call all of the kernel: \`${what}\` turns its confinement off.`,
  fix: "Leave it out, so that the runtime's own profile applies, or write a profile that allows what is needed.",
})

const nameOf = (pod: Pod, one: ConfigMap): string =>
  one === pod.node ? pod.name : (textAt(one, 'name') ?? pod.name)
