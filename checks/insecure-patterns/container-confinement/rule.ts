import { defineRule } from '../../../src/model/index.ts'
import { type ConfigMap, entryOf, textAt, valueAt } from '../../../src/parse/config-tree/index.ts'
import { type Manifest, manifestOptions, YAML } from '../containers/containers.ts'
import { type Mistake, mistakesIn, podsOf } from '../containers/mistakes.ts'

export default defineRule({
  title: 'Container that may write to its own files',
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
    if (textAt(node, 'read_only') !== 'true') yield writable(name, at ?? firstOf(node), '`read_only: true`')
  }
  for (const object of objects) {
    for (const pod of podsOf(object)) {
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

const writable = (name: string, at: Mistake['at'], setting: string): Mistake => ({
  at,
  words: `${name} writable`,
  message: `Whoever gets into \`${name}\` can write programs to its file system.`,
  fix: `Set ${setting}, and mount what has to be written.`,
})

const firstOf = ({ entries: [first], start, end }: ConfigMap): Mistake['at'] =>
  first ? { start: first.at.start, end: first.value.end } : { start, end }
