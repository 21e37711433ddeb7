import { keyOf, type QName, type XmlElement } from '../../../src/parse/xml/element.ts'
import type {
  Binding,
  Interface,
  Message,
  Operation,
  Part,
  Service,
  WsdlDescription,
} from '../../../src/parse/wsdl/model.ts'
import { alignNamespaces } from './align-namespaces.ts'
import type { Area, Collector } from './collector.ts'
import { compareBindings } from './compare-bindings.ts'
import { factsOf, TypeComparer, type Pair } from './compare-types.ts'
import { placeOf, type Fact } from './fact.ts'
import { Names } from './names.ts'

/** Compares what two versions of a WSDL ask of clients and tell them. Answers what was not compared, in words. */
export function compareWsdl(base: WsdlDescription, head: WsdlDescription, collector: Collector): string[] {
  const comparer = new WsdlComparer(base, head, collector)
  comparer.compare()
  return comparer.notCompared
}

class WsdlComparer {
  readonly #base: WsdlDescription
  readonly #head: WsdlDescription
  readonly #collector: Collector
  readonly #names = new Names()
  readonly #types: TypeComparer
  readonly #visits = { request: new Map<Pair, number>(), response: new Map<Pair, number>() }
  /** Whether the operations of an interface are bound in the style `rpc`, by the key of the base. */
  readonly #rpc = new Set<string>()

  constructor(base: WsdlDescription, head: WsdlDescription, collector: Collector) {
    this.#base = base
    this.#head = head
    this.#collector = collector
    this.#types = new TypeComparer({ base: base.schemas, head: head.schemas, names: this.#names })
  }

  get notCompared(): string[] {
    return [...this.#types.undecided]
  }

  compare(): void {
    const [base, head] = [this.#base, this.#head]
    if (base.targetNamespace !== head.targetNamespace) {
      this.#names.rename(base.targetNamespace, head.targetNamespace)
      this.#add('operation', {
        kind: 'namespace changed',
        side: 'head',
        node: placeOf(head.root, 'targetNamespace'),
        other: placeOf(base.root, 'targetNamespace'),
        words: `The namespace of the service changes from \`${base.targetNamespace}\` to \`${head.targetNamespace}\``,
      })
    }
    const aligned = alignNamespaces(base.schemas, head.schemas, this.#names)
    for (const fact of aligned) this.#collector.add(fact, 'message', fact.narrow ?? 'error')
    for (const binding of base.bindings.values()) {
      for (const [name, { settings }] of binding.operations)
        if (settings.get('style')?.value === 'rpc')
          this.#rpc.add(`${this.#names.key('base', binding.interface)} ${name}`)
    }
    this.#interfaces()
    this.#services()
    this.#bindings()
  }

  #add(
    area: Area,
    fact: Omit<Fact, 'narrow' | 'widen'>,
    level: 'error' | 'warning' = 'error',
    affected?: string,
  ): void {
    this.#collector.add(fact, area, level, affected)
  }

  #removed(what: string, node: XmlElement, name: string, other?: XmlElement): void {
    this.#add('operation', {
      kind: `${what} removed`,
      side: 'base',
      node,
      ...(other && { other }),
      words: `${what.slice(0, 1).toUpperCase()}${what.slice(1)} \`${name}\` is removed`,
    })
  }

  #renamed(
    what: string,
    base: { node: XmlElement },
    head: { node: XmlElement },
    from: string,
    to: string,
  ): void {
    this.#add('operation', {
      kind: `${what} renamed`,
      side: 'base',
      node: base.node,
      other: head.node,
      words: `${what.slice(0, 1).toUpperCase()}${what.slice(1)} \`${from}\` is renamed to \`${to}\``,
    })
  }

  #interfaces(): void {
    const index = new Map(
      [...this.#head.interfaces.values()].map((made) => [this.#names.key('head', made.name), made]),
    )
    const lost: Interface[] = []
    for (const old of this.#base.interfaces.values()) {
      const partner = index.get(this.#names.key('base', old.name))
      if (!partner) lost.push(old)
      else {
        index.delete(this.#names.key('base', old.name))
        this.#operations(old, partner)
      }
    }
    const word = this.#base.root.local === 'description' ? 'interface' : 'port type'
    for (const old of lost) {
      const partner = [...index.values()].find((candidate) => shared(old, candidate) >= 0.5)
      if (!partner) {
        this.#removed(word, old.node, old.name.local, this.#head.root)
        continue
      }
      index.delete(this.#names.key('head', partner.name))
      this.#renamed(word, old, partner, old.name.local, partner.name.local)
      this.#operations(old, partner)
    }
  }

  #operations(base: Interface, head: Interface): void {
    for (const [key, operation] of base.operations) {
      // An operation that becomes overloaded keeps its name and gets a second one beside it.
      const partner =
        head.operations.get(key) ??
        [...head.operations.values()].find(({ name }) => name === operation.name && !key.includes('('))
      if (!partner) this.#removed('operation', operation.node, operation.name, head.node)
      else this.#operation(base, key, operation, partner)
    }
  }

  #operation(owner: Interface, key: string, base: Operation, head: Operation): void {
    if (base.pattern !== head.pattern) {
      const [gone, fresh] = [lineLost(base, head), lineLost(head, base)]
      this.#add(
        'message',
        {
          kind: 'pattern changed',
          ...(gone && !fresh
            ? { side: 'base', node: gone, other: head.node }
            : { side: 'head', node: fresh ?? head.node, other: base.node }),
          words: `Operation \`${base.name}\` was ${base.pattern} and is ${head.pattern}`,
        },
        'error',
        base.name,
      )
    }
    const rpc = this.#rpc.has(`${this.#names.key('base', owner.name)} ${key}`)
    if (base.input && head.input) this.#message(base.input, head.input, 'request', base.name, rpc)
    if (base.output && head.output) this.#message(base.output, head.output, 'response', base.name, rpc)
    for (const [name, fault] of base.faults) {
      const partner = head.faults.get(name)
      if (partner) this.#message(fault, partner, 'response', base.name, false)
      else {
        const words = `Fault \`${name}\` of operation \`${base.name}\` is removed`
        const fact = {
          kind: 'fault removed',
          side: 'base',
          node: fault.node,
          detail: `${base.name} ${name}`,
          words,
        } as const
        this.#add('message', { ...fact, other: head.node }, 'warning', base.name)
      }
    }
    for (const [name, fault] of head.faults) {
      if (base.faults.has(name)) continue
      const words = `Operation \`${base.name}\` may now answer with the fault \`${name}\``
      const fact = {
        kind: 'fault added',
        side: 'head',
        node: fault.node,
        detail: `${base.name} ${name}`,
        words,
      } as const
      this.#add('message', { ...fact, other: base.node }, 'warning', base.name)
    }
  }

  #message(
    base: Message,
    head: Message,
    area: 'request' | 'response',
    operation: string,
    rpc: boolean,
  ): void {
    if (base.parts.length === 1 && head.parts.length === 1 && !rpc) {
      const [before, after] = [base.parts[0], head.parts[0]]
      if (before && after) this.#part(before, after, area, operation)
      return
    }
    const fresh = new Map(head.parts.map((part) => [part.name, part]))
    const old = new Map(base.parts.map((part) => [part.name, part]))
    for (const part of base.parts) {
      const partner = fresh.get(part.name)
      if (partner) {
        this.#part(part, partner, area, operation)
        continue
      }
      const words = `Part \`${part.name}\` is removed from the ${area} of \`${operation}\``
      this.#add(
        'message',
        { kind: 'part removed', side: 'base', node: part.node, other: head.node, words },
        'error',
        operation,
      )
    }
    for (const part of head.parts.filter(({ name }) => !old.has(name))) {
      const words = `Part \`${part.name}\` is added to the ${area} of \`${operation}\``
      this.#add(
        'message',
        { kind: 'part added', side: 'head', node: part.node, other: base.node, words },
        'error',
        operation,
      )
    }
    const order = (parts: readonly Part[], others: ReadonlyMap<string, Part>): Part[] =>
      parts.filter(({ name }) => others.has(name))
    const [now, then] = [order(head.parts, old), order(base.parts, fresh)]
    const moved = now.findIndex(({ name }, index) => then[index]?.name !== name)
    const [part, before] = [now[moved], then[moved]]
    if (!rpc || !part || !before) return
    const words = `The order of parts changes at \`${part.name}\` in the ${area} of \`${operation}\``
    this.#add(
      'message',
      { kind: 'part order changed', side: 'head', node: part.node, other: before.node, words },
      'error',
      operation,
    )
  }

  #part(base: Part, head: Part, area: 'request' | 'response', operation: string): void {
    const use = { base: base.place, head: head.place, name: `Part \`${base.name}\` of \`${operation}\`` }
    const changed = (from: string, to: string): void =>
      this.#add(
        'message',
        {
          kind: 'part changed',
          side: 'head',
          node: head.place,
          other: base.place,
          words: `${use.name} (${area}) was ${from} and is ${to}`,
        },
        'error',
        operation,
      )
    if (base.element && head.element) {
      if (this.#names.key('base', base.element) !== this.#names.key('head', head.element)) {
        // Two elements of one name are told apart by their namespaces.
        const isSame = base.element.local === head.element.local
        const name = (element: QName): string => (isSame ? keyOf(element) : element.local)
        changed(`the element \`${name(base.element)}\``, `\`${name(head.element)}\``)
        return
      }
      const before = this.#base.schemas.components.element.get(`{${base.element.uri}}${base.element.local}`)
      const after = this.#head.schemas.components.element.get(`{${head.element.uri}}${head.element.local}`)
      if (!before || !after) {
        if (before && !after) changed(`the element \`${base.element.local}\``, 'declared nowhere')
        return
      }
      const pair = this.#types.element(
        this.#base.schemas.elementOf(before),
        this.#head.schemas.elementOf(after),
      )
      this.#report(pair, area, operation)
      return
    }
    if (base.type && head.type) {
      const [before, after] = [
        this.#base.schemas.typeNamed(base.type),
        this.#head.schemas.typeNamed(head.type),
      ]
      this.#report(this.#types.type(before, after, use), area, operation)
      return
    }
    if (base.element && head.type)
      changed(`the element \`${base.element.local}\``, `of type \`${head.type.local}\``)
    if (base.type && head.element)
      changed(`of type \`${base.type.local}\``, `the element \`${head.element.local}\``)
  }

  /** What a client sends must not be refused; what it gets must not be new to it. */
  #report(pair: Pair, area: 'request' | 'response', operation: string): void {
    for (const fact of factsOf(pair, this.#visits[area])) {
      const level = area === 'request' ? fact.narrow : fact.widen
      if (level) this.#collector.add(fact, area, level, operation)
    }
  }

  #services(): void {
    const index = new Map(this.#head.services.map((made) => [this.#names.key('head', made.name), made]))
    const lost: Service[] = []
    for (const old of this.#base.services) {
      const key = this.#names.key('base', old.name)
      const partner = index.get(key)
      if (!partner) lost.push(old)
      else {
        index.delete(key)
        this.#ports(old, partner)
      }
    }
    for (const old of lost) {
      const [partner] = index.values()
      if (partner && lost.length === 1 && index.size === 1) {
        this.#renamed('service', old, partner, old.name.local, partner.name.local)
        this.#ports(old, partner)
      } else this.#removed('service', old.node, old.name.local, this.#head.root)
    }
  }

  #ports(base: Service, head: Service): void {
    const lost = base.ports.filter(({ name }) => !head.ports.some((other) => other.name === name))
    const fresh = head.ports.filter(({ name }) => !base.ports.some((other) => other.name === name))
    const word = base.node.uri.includes('ns/wsdl') ? 'endpoint' : 'port'
    for (const port of base.ports) {
      const same = head.ports.find(({ name }) => name === port.name)
      const [other] = fresh
      const renamed = lost.length === 1 && fresh.length === 1 ? other : undefined
      const partner = same ?? renamed
      if (!partner) {
        this.#removed(word, port.node, port.name, head.node)
        continue
      }
      if (!same) this.#renamed(word, port, partner, port.name, partner.name)
      const [from, to] = [port.address, partner.address]
      if (!from || from.value.trim() === to?.value.trim()) continue
      const words = to
        ? `The address of ${word} \`${port.name}\` changes from \`${from.value}\` to \`${to.value}\``
        : `The address \`${from.value}\` of ${word} \`${port.name}\` is removed`
      const side = to ? 'head' : 'base'
      this.#add(
        'binding',
        { kind: 'address changed', side, node: to ?? from, other: to ? from : partner.node, words },
        'warning',
      )
    }
  }

  /** A binding is found by its name, by the port that has it, or as the only other one of its interface. */
  #bindings(): void {
    const heads = [...this.#head.bindings.values()]
    const taken = new Set<Binding>()
    const lost: Binding[] = []
    const meet = (base: Binding, head: Binding): void => {
      taken.add(head)
      for (const { level, operation, ...fact } of compareBindings(
        base,
        head,
        this.#base,
        this.#head,
        this.#names,
      ))
        this.#add('binding', fact, level, operation)
    }
    for (const old of this.#base.bindings.values()) {
      const key = this.#names.key('base', old.name)
      const same = heads.find(({ name }) => this.#names.key('head', name) === key) ?? this.#byPort(old)
      if (same) meet(old, same)
      else lost.push(old)
    }
    for (const old of lost) {
      const rest = heads.filter((candidate) => !taken.has(candidate) && isAlike(old, candidate))
      const [only] = rest
      if (only && rest.length === 1) meet(old, only)
      else if (this.#isStillAsked(old)) {
        const words = `Binding \`${old.name.local}\` is removed`
        this.#add('binding', {
          kind: 'binding removed',
          side: 'base',
          node: old.node,
          other: this.#head.root,
          words,
        })
      }
    }
  }

  #byPort(binding: Binding): Binding | undefined {
    const key = this.#names.key('base', binding.name)
    for (const service of this.#base.services) {
      const port = service.ports.find((candidate) => this.#names.key('base', candidate.binding) === key)
      const partner = this.#head.services
        .filter(({ name }) => this.#names.key('head', name) === this.#names.key('base', service.name))
        .flatMap(({ ports }) => ports)
        .find(({ name }) => name === port?.name)
      const found = partner && this.#head.bindings.get(`{${partner.binding.uri}}${partner.binding.local}`)
      if (found) return found
    }
    return undefined
  }

  /** Whether the loss of a binding is news: not where its port or interface is gone and was named already. */
  #isStillAsked(binding: Binding): boolean {
    const key = this.#names.key('base', binding.name)
    const isPorted = this.#base.services.some(({ ports }) =>
      ports.some((port) => this.#names.key('base', port.binding) === key),
    )
    const wanted = this.#names.key('base', binding.interface)
    return (
      !isPorted &&
      [...this.#head.interfaces.values()].some(({ name }) => this.#names.key('head', name) === wanted)
    )
  }
}

/** The `input` or `output` that one version of an operation has and the other has not. */
function lineLost(one: Operation, other: Operation): XmlElement | undefined {
  const names = (['input', 'output'] as const).filter((name) => one[name] && !other[name])
  return one.node.children.find(({ local }) => names.some((name) => name === local))
}

function isAlike(base: Binding, head: Binding): boolean {
  const protocol = (binding: Binding): string | undefined => binding.settings.get('protocol')?.value
  return (
    protocol(base) === protocol(head) && [...base.operations.keys()].some((name) => head.operations.has(name))
  )
}

/** The share of an interface's operations that another one has too. */
function shared(base: Interface, head: Interface): number {
  const names = [...base.operations.keys()]
  if (names.length === 0) return 0
  return names.filter((name) => head.operations.has(name)).length / names.length
}
