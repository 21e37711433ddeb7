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

const NAME =
  /(?:^|[_.-])(?:password|passwd|pwd|secret|secret[_-]?key|access[_-]?key|api[_-]?key|apikey|token|private[_-]?key|credentials?)$/i
/** What names a place, and not the secret; what a stranger fills in. */
const NO_NAME =
  /(?:file|path|name|url|ref|expiry|ttl|enabled|length|policy|allow_empty|_id)$|^(?:allow|enable|disable|use)/i
/** What else an object of the kind `Secret` holds. */
const NO_SECRET_KEY =
  /(?:user(?:name)?(?:_in)?|login|email|host(?:name)?|address|endpoint|port|url|region|database|db_?name|account_?name|ca\.crt|tls\.crt|type|namespace|project)$/i
const NO_SECRET =
  /^(?:|null|true|false|\d{1,3}|changeme\W*|change[-_]?me\W*|placeholder|todo|none|redacted|x+|\*+|\.{3})$|[<>{}$]|^\/|^(?:your|my)[-_]|^(?:https?|file|vault|op|awssm|ref\+\w+):|ENC\[|^AgB|replace|insert|example|fake|dummy/i

export default defineRule({
  title: 'Secret written into a manifest',
  level: 'warning',
  confidence: 'medium',
  status: 'preview',
  module: 7,
  cwe: [798],
  files: YAML,
  options: manifestOptions,
  check: (context) => mistakesIn(context, secrets),
})

function* secrets({ containers, objects }: Manifest): Generator<Mistake> {
  for (const { tool, name, node } of containers) {
    if (tool === 'compose') yield* ofEnvironment(name, valueAt(node, 'environment'))
    else
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

function* ofEnvironment(service: string, environment: ConfigNode | undefined): Generator<Mistake> {
  for (const { key, at, value } of entriesOf(environment))
    if (isSecret(key, value)) yield say(service, key, { start: at.start, end: value.end })
  if (environment?.kind !== 'list') return
  for (const item of environment.items) {
    const [, key = '', text = ''] = item.kind === 'scalar' ? (/^([\w.-]+)=(.*)$/.exec(item.text) ?? []) : []
    if (NAME.test(key) && !NO_NAME.test(key) && !NO_SECRET.test(text)) yield say(service, key, item)
  }
}

function* ofVariable(container: string, name: string, variable: ConfigNode): Generator<Mistake> {
  const value = entryOf(variable, 'value')
  if (value && isSecret(name, value.value))
    yield say(container, name, { start: value.at.start, end: value.value.end })
}

const isSecret = (name: string, value: ConfigNode): boolean =>
  NAME.test(name) &&
  !NO_NAME.test(name) &&
  value.kind === 'scalar' &&
  value.value !== null &&
  !NO_SECRET.test(value.text)

const decoded = (key: string, text: string): string =>
  key === 'data' ? Buffer.from(text, 'base64').toString('utf8').trim() : text

const say = (name: string, key: string, { start, end }: Mistake['at']): Mistake => ({
  at: { start, end },
  words: `${name} ${key}`,
  message: `\`${key}\` of \`${name}\` is written in the repository, and stays in its history.`,
  fix: 'Take it from a store of secrets (External Secrets, Sealed Secrets, SOPS; `secrets` or an `.env` that is not committed), and change the one that was written.',
})
