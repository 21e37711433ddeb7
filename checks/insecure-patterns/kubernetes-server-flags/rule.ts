import { defineRule } from '../../../src/model/index.ts'
import { type ConfigScalar, itemsOf, mapsIn, textAt, valueAt } from '../../../src/parse/config-tree/index.ts'
import { type Manifest, manifestOptions, setTo, YAML } from '../containers/containers.ts'
import { type Mistake, mistakesIn } from '../containers/mistakes.ts'

/**
 * Flags of the control plane that leave a door open.
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
 */
const FLAGS: readonly { text: RegExp; what: string }[] = [
  { text: /^--insecure-port=(?!0$)\d+$/, what: 'answers without asking who calls' },
  { text: /^--insecure-bind-address=/, what: 'answers without asking who calls' },
  { text: /^--authorization-mode=(?:.*,)?AlwaysAllow(?:,.*)?$/, what: 'allows everybody everything' },
  {
    text: /^--(?:enable-admission-plugins|admission-control)=(?:.*,)?AlwaysAdmit(?:,.*)?$/,
    what: 'admits whatever is sent',
  },
  {
    text: /^--disable-admission-plugins=(?:.*,)?(?:NodeRestriction|ServiceAccount|NamespaceLifecycle|PodSecurity)(?:,.*)?$/,
    what: 'turns a check of what is sent off',
  },
  { text: /^--(?:basic-auth-file|token-auth-file)=/, what: 'knows people by passwords in a file' },
  { text: /^--kubelet-https=false$/, what: 'speaks to nodes without TLS' },
  { text: /^--read-only-port=(?!0$)\d+$/, what: 'tells everybody what runs' },
  {
    text: /^--(?:client-cert-auth|peer-client-cert-auth)=false$/,
    what: 'lets clients in without a certificate',
  },
  { text: /^--(?:auto-tls|peer-auto-tls)=true$/, what: 'makes certificates that nobody can check' },
  { text: /^--enable-skip-login(?:=true)?$/, what: 'lets people in without a login' },
  { text: /^--service-account-lookup=false$/, what: 'believes accounts that were deleted' },
  {
    text: /^--(?:rotate-certificates|protect-kernel-defaults|make-iptables-util-chains)=false$/,
    what: 'turns a guard off',
  },
  { text: /^--use-service-account-credentials=false$/, what: 'shares one account' },
]

export default defineRule({
  title: 'Control plane of Kubernetes with a door open',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [287, 306],
  files: YAML,
  options: manifestOptions,
  check: (context) => mistakesIn(context, doors),
})

function* doors({ objects }: Manifest): Generator<Mistake> {
  for (const { kind, name, node } of objects) {
    for (const map of mapsIn(node))
      for (const key of ['command', 'args'])
        for (const item of itemsOf(valueAt(map, key))) {
          const found = item.kind === 'scalar' ? FLAGS.find(({ text }) => text.test(item.text)) : undefined
          if (found) yield say(name, item, (item as ConfigScalar).text, found.what)
        }
    if (kind !== 'KubeletConfiguration') continue
    const anonymous = setTo(valueAt(node, 'authentication', 'anonymous'), 'enabled')
    if (anonymous)
      yield say(
        name,
        { start: anonymous.at.start, end: anonymous.value.end },
        'anonymous',
        'answers without asking who calls',
      )
    const mode = setTo(valueAt(node, 'authorization'), 'mode', ['alwaysallow'])
    if (mode)
      yield say(name, { start: mode.at.start, end: mode.value.end }, 'mode', 'allows everybody everything')
    if (Number(textAt(node, 'readOnlyPort') ?? 0) > 0) {
      const port = valueAt(node, 'readOnlyPort')
      if (port) yield say(name, port, 'readOnlyPort', 'tells everybody what runs')
    }
  }
}

const say = (name: string, at: Mistake['at'], what: string, does: string): Mistake => ({
  at: { start: at.start, end: at.end },
  words: `${name} ${what}`,
  message: `With \`${what}\` it ${does}.`,
  fix: 'Leave it out; the default is safe.',
})
