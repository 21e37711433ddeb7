import { defineRule } from '../../../src/model/index.ts'
import {
  type ConfigNode,
  entriesOf,
  entryOf,
  itemsOf,
  mapsIn,
  textAt,
  valueAt,
} from '../../../src/parse/config-tree/index.ts'
import { type Manifest, manifestOptions, YAML } from '../containers/containers.ts'
import { type Mistake, mistakesIn } from '../containers/mistakes.ts'
import { isSecret, NO_SECRET, say } from '../containers/secrets.ts'

/** What else an object of the kind `Secret` holds. */
const NO_SECRET_KEY =
  /(?:user(?:name)?(?:_in)?|login|email|host(?:name)?|address|endpoint|port|url|region|database|db_?name|account_?name|ca\.crt|tls\.crt|type|namespace|project)$/i
export default defineRule({
  title: 'Secret written into a manifest',
  level: 'warning',
  confidence: 'medium',
  status: 'stable',
  module: 7,
  cwe: [798],
  files: YAML,
  options: manifestOptions,
  check: (context) => mistakesIn(context, secrets),
})

function* secrets({ containers, objects }: Manifest): Generator<Mistake> {
  for (const { tool, name, node } of containers) {
    if (tool === 'kubernetes')
      for (const variable of itemsOf(valueAt(node, 'env')))
        yield* ofVariable(name, textAt(variable, 'name') ?? '', variable)
  }
  for (const { kind, name, node } of objects) {
    if (kind === 'Secret' && textAt(node, 'type') !== 'kubernetes.io/service-account-token')
      for (const key of ['data', 'stringData'])
        for (const { key: of, at, value } of entriesOf(valueAt(node, key)))
          if (value.kind === 'scalar' && !NO_SECRET_KEY.test(of) && !NO_SECRET.test(decoded(key, value.text)))
            yield say(name, of, { start: at.start, end: value.end })
    if (kind === 'ConfigMap')
      for (const map of mapsIn(valueAt(node, 'data')))
        for (const { key, at, value } of entriesOf(map))
          if (isSecret(key, value)) yield say(name, key, { start: at.start, end: value.end })
  }
}

function* ofVariable(container: string, name: string, variable: ConfigNode): Generator<Mistake> {
  const value = entryOf(variable, 'value')
  if (value && isSecret(name, value.value))
    yield say(container, name, { start: value.at.start, end: value.value.end })
}

const decoded = (key: string, text: string): string =>
  key === 'data' ? Buffer.from(text, 'base64').toString('utf8').trim() : text
