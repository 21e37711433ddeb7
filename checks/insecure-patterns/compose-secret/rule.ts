import { defineRule } from '../../../src/model/index.ts'
import { type ConfigNode, entriesOf, valueAt } from '../../../src/parse/config-tree/index.ts'
import { type Manifest, manifestOptions, YAML } from '../containers/containers.ts'
import { type Mistake, mistakesIn } from '../containers/mistakes.ts'
import { isSecret, NAME, NO_NAME, NO_SECRET, say } from '../containers/secrets.ts'

export default defineRule({
  title: 'Secret written into a Compose file',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 7,
  cwe: [798],
  files: YAML,
  options: manifestOptions,
  check: (context) => mistakesIn(context, secrets),
})

function* secrets({ containers }: Manifest): Generator<Mistake> {
  for (const { tool, name, node } of containers)
    if (tool === 'compose') yield* ofEnvironment(name, valueAt(node, 'environment'))
}

function* ofEnvironment(service: string, environment: ConfigNode | undefined): Generator<Mistake> {
  for (const { key, at, value } of entriesOf(environment))
    if (isSecret(key, value)) yield say(service, key, { start: at.start, end: value.end })
  if (environment?.kind !== 'list') return
  for (const item of environment.items) {
    const [, key = '', text = ''] = item.kind === 'scalar' ? (/^([\w.-]+)=(.*)$/.exec(item.text) ?? []) : []
    if (NAME.test(key) && !NO_NAME.test(key) && !NO_SECRET.test(text)) yield say(service, key, item)
  }
}
