import { defineRule } from '../../../src/model/index.ts'
import { type ConfigNode, entriesOf, itemsOf, mapsIn, valueAt } from '../../../src/parse/config-tree/index.ts'
import { type Manifest, manifestOptions, YAML } from '../containers/containers.ts'
import { type Mistake, mistakesIn } from '../containers/mistakes.ts'

/** Of `APIService`, `kubeconfig` and the many resources that copy their names. */
const KEYS =
  /^(?:insecureSkipTLSVerify|insecure-skip-tls-verify|insecureSkipVerify|insecure_skip_verify|skipTLSVerify|tlsInsecureSkipVerify)$/
const FLAGS =
  /^--?(?:insecure-skip-tls-verify|kubelet-insecure-tls|tls-insecure-skip-verify|tls\.insecure-skip-verify|insecure-skip-verify|kubelet-certificate-authority-skip)(?:=true)?$/

export default defineRule({
  title: 'Kubernetes told to accept any certificate',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [295],
  files: YAML,
  options: manifestOptions,
  check: (context) => mistakesIn(context, skips),
})

function* skips({ objects }: Manifest): Generator<Mistake> {
  for (const { kind, name, node } of objects) {
    for (const map of mapsIn(node)) {
      for (const { key, at, value } of entriesOf(map))
        if (KEYS.test(key) && value.kind === 'scalar' && value.text === 'true')
          yield say(`${kind} ${name} ${key}`, { start: at.start, end: value.end }, key)
      for (const flag of flagsOf(map))
        if (FLAGS.test(flag.text)) yield say(`${kind} ${name} ${flag.text}`, flag, flag.text)
    }
  }
}

const flagsOf = (map: ConfigNode): Extract<ConfigNode, { kind: 'scalar' }>[] =>
  ['command', 'args'].flatMap((key) => itemsOf(valueAt(map, key)).filter((one) => one.kind === 'scalar'))

const say = (words: string, at: Mistake['at'], what: string): Mistake => ({
  at,
  words,
  message: `\`${what}\` accepts any certificate: whoever is between reads and changes what is sent.`,
  fix: 'Leave it out, and give the authority that signs the certificate (`caBundle`, `certificate-authority`).',
})
