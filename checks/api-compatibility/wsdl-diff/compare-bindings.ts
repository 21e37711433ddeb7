import type { Binding, BoundOperation, Setting, WsdlDescription } from '../../../src/parse/wsdl/model.ts'
import { quote } from '../diff/naming.ts'
import type { Fact } from './fact.ts'
import type { Names } from './names.ts'

export interface BindingFact extends Omit<Fact, 'narrow' | 'widen'> {
  level: 'error' | 'warning'
  operation?: string
}

/** How two versions of a binding differ in what a client puts on the wire. */
export function compareBindings(
  base: Binding,
  head: Binding,
  before: WsdlDescription,
  after: WsdlDescription,
  names: Names,
): BindingFact[] {
  const owner = `binding \`${base.name.local}\``
  const facts = compareSettings(base.settings, head.settings, owner, base, head)
  const interfaceKey = names.key('head', head.interface)
  const asked = [...after.interfaces.values()].find(({ name }) => names.key('head', name) === interfaceKey)
  if (names.key('base', base.interface) !== interfaceKey && before.interfaces.size > 0) {
    const known = [...after.interfaces.values()].some(
      ({ name }) => names.key('head', name) === names.key('base', base.interface),
    )
    // Where the old interface is gone, that is told at the interface.
    if (known) {
      const words = `The ${owner} binds \`${head.interface.local}\` instead of \`${base.interface.local}\``
      facts.push({
        kind: 'interface changed',
        level: 'error',
        side: 'head',
        node: head.node,
        other: base.node,
        words,
      })
    }
  }
  for (const [name, operation] of base.operations) {
    const partner = head.operations.get(name)
    if (partner) {
      const more = compareSettings(
        operation.settings,
        partner.settings,
        `operation \`${name}\``,
        operation,
        partner,
      )
      facts.push(
        ...more.filter((fact) => matters(fact, operation)).map((fact) => ({ ...fact, operation: name })),
      )
    } else if (asked?.operations.has(name)) {
      const words = `Operation \`${name}\` is no longer bound by ${owner}`
      facts.push({
        kind: 'operation unbound',
        level: 'error',
        side: 'base',
        node: operation.node,
        other: head.node,
        words,
      })
    }
  }
  return facts
}

/** A document is on the wire as it is; only a procedure call is put into a wrapper of the binding's namespace. */
function matters({ detail = '' }: BindingFact, { settings }: BoundOperation): boolean {
  const encoded = (way: string): boolean => settings.get(`${way} use`)?.value === 'encoded'
  const way = detail.startsWith('input') ? 'input' : 'output'
  if (detail.endsWith(' namespace')) return settings.get('style')?.value === 'rpc' || encoded(way)
  return !detail.endsWith(' encodingStyle') || encoded(way)
}

function compareSettings(
  base: ReadonlyMap<string, Setting>,
  head: ReadonlyMap<string, Setting>,
  owner: string,
  before: Pick<Binding, 'node'>,
  after: Pick<Binding, 'node'>,
): BindingFact[] {
  return [...new Set([...base.keys(), ...head.keys()])].flatMap((name): BindingFact[] => {
    const [from, to] = [base.get(name), head.get(name)]
    if (from?.value === to?.value) return []
    const level = levelOf(name, from, to)
    if (!level) return []
    const words = name.includes(' header ')
      ? headerWords(name, from, to, owner)
      : !from
        ? `\`${name}\` of ${owner} is now ${quote(to?.value)}`
        : !to
          ? `\`${name}\` ${quote(from.value)} of ${owner} is removed`
          : `\`${name}\` of ${owner} changes from ${quote(from.value)} to ${quote(to.value)}`
    return [
      {
        kind: 'binding changed',
        level,
        side: to ? 'head' : 'base',
        node: (to ?? from)?.node ?? after.node,
        other: to ? (from?.node ?? before.node) : after.node,
        detail: name,
        words,
      },
    ]
  })
}

function headerWords(
  name: string,
  from: Setting | undefined,
  to: Setting | undefined,
  owner: string,
): string {
  const [way = '', , ...rest] = name.split(' ')
  const what = `Header \`${rest.join(' ')}\` of the ${way} of ${owner}`
  return from ? (to ? `${what} changes its encoding` : `${what} is removed`) : `${what} is new`
}

function levelOf(
  name: string,
  from: Setting | undefined,
  to: Setting | undefined,
): 'error' | 'warning' | undefined {
  // A header that a client does not know it must send; one that it gets besides, it can leave alone.
  if (name.startsWith('input header')) return from ? 'warning' : 'error'
  if (name.startsWith('output header')) return to ? undefined : 'warning'
  return name.endsWith(' parts') ? 'warning' : 'error'
}
