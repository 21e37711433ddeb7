import { defineRule } from '../../../src/model/index.ts'
import {
  type ConfigMap,
  entriesOf,
  entryOf,
  itemsOf,
  textAt,
  valueAt,
} from '../../../src/parse/config-tree/index.ts'
import { type Manifest, manifestOptions, setTo, YAML } from '../containers/containers.ts'
import { type Mistake, mistakesIn, podsOf } from '../containers/mistakes.ts'

/** Confinement that the kernel does, turned off: seccomp, AppArmor, SELinux. */
const OFF = /^(?:seccomp|apparmor)[:=]unconfined$|^label[:=]disable$/i

export default defineRule({
  title: 'Container without confinement',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 13,
  cwe: [693],
  files: YAML,
  options: manifestOptions,
  check: (context) => mistakesIn(context, loose),
})

function* loose({ containers, objects }: Manifest): Generator<Mistake> {
  for (const { tool, name, node, at } of containers) {
    if (tool !== 'compose') continue
    for (const option of itemsOf(valueAt(node, 'security_opt')))
      if (option.kind === 'scalar' && OFF.test(option.text)) yield unconfined(name, option, option.text)
    if (textAt(node, 'read_only') !== 'true') yield writable(name, at ?? firstOf(node), '`read_only: true`')
  }
  for (const object of objects) {
    for (const { key, at, value } of entriesOf(valueAt(object.node, 'metadata', 'annotations')))
      if (
        /^(?:seccomp|container\.(?:seccomp|apparmor))\./.test(key) &&
        value.kind === 'scalar' &&
        value.text === 'unconfined'
      )
        yield unconfined(object.name, { start: at.start, end: value.end }, key)
    for (const pod of podsOf(object)) {
      for (const one of [pod.node, ...pod.containers]) {
        const context = valueAt(one, 'securityContext')
        for (const profile of ['seccompProfile', 'appArmorProfile']) {
          const type = setTo(valueAt(context, profile), 'type', ['unconfined'])
          if (type)
            yield unconfined(
              textAt(one, 'name') ?? pod.name,
              { start: type.at.start, end: type.value.end },
              profile,
            )
        }
      }
      for (const container of pod.containers) {
        if (textAt(container, 'securityContext', 'readOnlyRootFilesystem') === 'true') continue
        const name = textAt(container, 'name') ?? pod.name
        const set = entryOf(valueAt(container, 'securityContext'), 'readOnlyRootFilesystem')
        const at = set ? { start: set.at.start, end: set.value.end } : firstOf(container)
        yield writable(name, at, '`readOnlyRootFilesystem: true`')
      }
    }
  }
}

const unconfined = (name: string, at: Mistake['at'], what: string): Mistake => ({
  at,
  words: `${name} ${what}`,
  message: `\`${name}\` may call all of the kernel: \`${what}\` turns its confinement off.`,
  fix: "Leave it out, so that the runtime's own profile applies, or write a profile that allows what is needed.",
})

const writable = (name: string, at: Mistake['at'], setting: string): Mistake => ({
  at,
  words: `${name} writable`,
  message: `Whoever gets into \`${name}\` can write programs to its file system.`,
  fix: `Set ${setting}, and mount what has to be written.`,
})

const firstOf = ({ entries: [first], start, end }: ConfigMap): Mistake['at'] =>
  first ? { start: first.at.start, end: first.value.end } : { start, end }
