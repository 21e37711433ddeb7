import {
  attributeAt,
  childrenNamed,
  keyOf,
  qualifiedName,
  valueAt,
  type QName,
  type XmlElement,
} from '../xml/element.ts'
import type { Binding, Interface, Message, Operation, Service, Setting, WsdlDescription } from './model.ts'
import { WHTTP, WSDL20, WSOAP } from './names.ts'

/** The services, bindings and interfaces of WSDL 2.0 documents that import or include each other. */
export function readWsdl20(
  documents: readonly XmlElement[],
): Pick<WsdlDescription, 'services' | 'bindings' | 'interfaces'> {
  const all = (local: string): { node: XmlElement; name: QName }[] =>
    documents.flatMap((document) =>
      childrenNamed(document, WSDL20, local).map((node) => ({
        node,
        name: { uri: valueAt(document, 'targetNamespace') ?? '', local: valueAt(node, 'name') ?? '' },
      })),
    )
  const nodes = new Map(all('interface').map(({ node, name }) => [keyOf(name), node]))
  const interfaces = all('interface').map(({ node, name }) => readInterface(node, name, nodes))
  const bindings = all('binding').map(({ node, name }) => readBinding(node, name))
  return {
    services: all('service').map(({ node, name }) => readService(node, name)),
    bindings: new Map(bindings.map((binding) => [keyOf(binding.name), binding])),
    interfaces: new Map(interfaces.map((made) => [keyOf(made.name), made])),
  }
}

/** An interface with the operations of those it extends. */
function readInterface(node: XmlElement, name: QName, all: ReadonlyMap<string, XmlElement>): Interface {
  const chain = new Set([node])
  for (const at of chain) {
    for (const written of valueAt(at, 'extends')?.split(/\s+/) ?? []) {
      const target = all.get(keyOf(qualifiedName(at, written)))
      if (target) chain.add(target)
    }
  }
  const faults = new Map(
    [...chain].flatMap((at) =>
      childrenNamed(at, WSDL20, 'fault').map((fault) => [valueAt(fault, 'name') ?? '', fault] as const),
    ),
  )
  const operations = [...chain].flatMap((at) =>
    childrenNamed(at, WSDL20, 'operation').map((operation) => readOperation(operation, faults)),
  )
  return { name, node, operations: new Map(operations.toReversed().map((made) => [made.name, made])) }
}

function readOperation(node: XmlElement, faults: ReadonlyMap<string, XmlElement>): Operation {
  const [input] = childrenNamed(node, WSDL20, 'input')
  const [output] = childrenNamed(node, WSDL20, 'output')
  const raised = childrenNamed(node, WSDL20, 'outfault').flatMap((fault) => {
    const name = valueAt(fault, 'ref')?.replace(/^.*:/s, '')
    const declared = name === undefined ? undefined : faults.get(name)
    return name === undefined || !declared ? [] : [[name, messageOf(declared)] as const]
  })
  return {
    name: valueAt(node, 'name') ?? '',
    node,
    ...(input && { input: messageOf(input) }),
    ...(output && { output: messageOf(output) }),
    faults: new Map(raised),
    pattern: input ? (output ? 'request-response' : 'one-way') : 'notification',
  }
}

/** One element is the whole message; `#any`, `#none` and `#other` name none (WSDL 2.0 section 2.5). */
function messageOf(node: XmlElement): Message {
  const written = attributeAt(node, 'element')
  if (!written || written.value.trim().startsWith('#')) return { node, parts: [] }
  const element = qualifiedName(node, written.value)
  return { node, parts: [{ name: 'body', node, place: written, element }] }
}

function readBinding(node: XmlElement, name: QName): Binding {
  const settings = new Map<string, Setting>()
  const set = (key: string, local: string, uri = ''): void => {
    const written = attributeAt(node, local, uri)
    if (written) settings.set(key, { value: written.value.trim(), node: written })
  }
  set('protocol', 'type')
  set('SOAP version', 'version', WSOAP)
  set('transport', 'protocol', WSOAP)
  const operations = childrenNamed(node, WSDL20, 'operation').map((operation) => {
    const own = new Map<string, Setting>()
    const wanted = [
      ['soapAction', 'action', WSOAP],
      ['message exchange pattern', 'mep', WSOAP],
      ['method', 'method', WHTTP],
      ['location', 'location', WHTTP],
    ] as const
    for (const [key, local, uri] of wanted) {
      const written = attributeAt(operation, local, uri)
      if (written) own.set(key, { value: written.value.trim(), node: written })
    }
    const key = valueAt(operation, 'ref')?.replace(/^.*:/s, '') ?? ''
    return [key, { node: operation, settings: own }] as const
  })
  const written = valueAt(node, 'interface')
  return {
    name,
    node,
    interface: written === undefined ? { uri: '', local: '' } : qualifiedName(node, written),
    settings,
    operations: new Map(operations),
  }
}

function readService(node: XmlElement, name: QName): Service {
  const ports = childrenNamed(node, WSDL20, 'endpoint').map((port) => {
    const binding = valueAt(port, 'binding')
    const address = attributeAt(port, 'address')
    return {
      name: valueAt(port, 'name') ?? '',
      node: port,
      binding: binding === undefined ? { uri: '', local: '' } : qualifiedName(port, binding),
      ...(address && { address }),
    }
  })
  return { name, node, ports }
}
