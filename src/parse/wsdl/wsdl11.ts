import {
  attributeAt,
  childNamed,
  childrenNamed,
  keyOf,
  qualifiedName,
  valueAt,
  type QName,
  type XmlElement,
} from '../xml/element.ts'
import type {
  Binding,
  BoundOperation,
  Interface,
  Message,
  Operation,
  Part,
  Service,
  Setting,
  WsdlDescription,
} from './model.ts'
import { HTTP, SOAP11, SOAP12, WSDL11 } from './names.ts'

/** The services, bindings and port types of WSDL 1.1 documents that import each other. */
export function readWsdl11(
  documents: readonly XmlElement[],
): Pick<WsdlDescription, 'services' | 'bindings' | 'interfaces'> {
  const all = (local: string): { node: XmlElement; name: QName }[] =>
    documents.flatMap((document) =>
      childrenNamed(document, WSDL11, local).map((node) => ({
        node,
        name: { uri: valueAt(document, 'targetNamespace') ?? '', local: valueAt(node, 'name') ?? '' },
      })),
    )
  const messages = new Map(all('message').map(({ node, name }) => [keyOf(name), readMessage(node)]))
  const interfaces = all('portType').map(({ node, name }) => readPortType(node, name, messages))
  const bindings = all('binding').map(({ node, name }) => readBinding(node, name))
  return {
    services: all('service').map(({ node, name }) => readService(node, name)),
    bindings: new Map(bindings.map((binding) => [keyOf(binding.name), binding])),
    interfaces: new Map(interfaces.map((made) => [keyOf(made.name), made])),
  }
}

function readMessage(node: XmlElement): Message {
  const parts = childrenNamed(node, WSDL11, 'part').map((part): Part => {
    const [element, type] = [attributeAt(part, 'element'), attributeAt(part, 'type')]
    return {
      name: valueAt(part, 'name') ?? '',
      node: part,
      place: element ?? type ?? part,
      ...(element && { element: qualifiedName(part, element.value) }),
      ...(type && !element && { type: qualifiedName(part, type.value) }),
    }
  })
  return { node, parts }
}

function readPortType(node: XmlElement, name: QName, messages: ReadonlyMap<string, Message>): Interface {
  const message = (holder: XmlElement | undefined): Message | undefined => {
    const written = valueAt(holder, 'message')
    if (!holder || written === undefined) return undefined
    // A name that leads nowhere is a message without parts, at the place where it is named.
    return messages.get(keyOf(qualifiedName(holder, written))) ?? { node: holder, parts: [] }
  }
  const operations = childrenNamed(node, WSDL11, 'operation').map((operation): Operation => {
    const [input, output] = [childNamed(operation, WSDL11, 'input'), childNamed(operation, WSDL11, 'output')]
    const [sent, answered] = [message(input), message(output)]
    const faults = childrenNamed(operation, WSDL11, 'fault').flatMap((fault) => {
      const made = message(fault)
      return made ? [[valueAt(fault, 'name') ?? '', made] as const] : []
    })
    const inputFirst =
      !output || (input && operation.children.indexOf(input) < operation.children.indexOf(output))
    return {
      name: valueAt(operation, 'name') ?? '',
      node: operation,
      ...(sent && { input: sent }),
      ...(answered && { output: answered }),
      faults: new Map(faults),
      pattern: input
        ? output
          ? inputFirst
            ? 'request-response'
            : 'solicit-response'
          : 'one-way'
        : 'notification',
    }
  })
  return { name, node, operations: byName(operations, inputName) }
}

/** Overloaded operations are told apart by the names of their inputs (WSDL 1.1 section 2.5). */
export function byName<T extends { node: XmlElement }>(
  operations: readonly T[],
  second: (node: XmlElement) => string,
): Map<string, T> {
  const names = operations.map(({ node }) => valueAt(node, 'name') ?? '')
  return new Map(
    operations.map((operation, index) => {
      const name = names[index] ?? ''
      const overloaded = names.indexOf(name) !== names.lastIndexOf(name)
      return [overloaded ? `${name}(${second(operation.node)})` : name, operation]
    }),
  )
}

function inputName(operation: XmlElement): string {
  const input = childNamed(operation, WSDL11, 'input')
  const written = valueAt(input, 'message')
  return valueAt(input, 'name') ?? written?.replace(/^.*:/s, '') ?? ''
}

function readBinding(node: XmlElement, name: QName): Binding {
  const settings = new Map<string, Setting>()
  const protocol = node.children.find(({ uri, local }) => PROTOCOLS.has(uri) && local === 'binding')
  if (protocol) {
    settings.set('protocol', { value: PROTOCOLS.get(protocol.uri) ?? '', node: protocol })
    set(settings, 'transport', protocol, 'transport')
    set(settings, 'verb', protocol, 'verb')
  }
  const style = valueAt(protocol, 'style') ?? 'document'
  const bound = childrenNamed(node, WSDL11, 'operation').map((operation) =>
    readBoundOperation(operation, protocol, style),
  )
  const type = valueAt(node, 'type')
  return {
    name,
    node,
    interface: type === undefined ? { uri: '', local: '' } : qualifiedName(node, type),
    settings,
    operations: byName(bound, inputName),
  }
}

const PROTOCOLS = new Map([
  [SOAP11, 'SOAP 1.1'],
  [SOAP12, 'SOAP 1.2'],
  [HTTP, 'HTTP'],
])

function readBoundOperation(
  node: XmlElement,
  protocol: XmlElement | undefined,
  style: string,
): BoundOperation {
  const settings = new Map<string, Setting>()
  const own = node.children.find(({ uri, local }) => PROTOCOLS.has(uri) && local === 'operation')
  set(settings, 'soapAction', own, 'soapAction')
  // The empty action says nothing: it is as if none were written (WSDL 1.1 section 3.4).
  if (settings.get('soapAction')?.value === '') settings.delete('soapAction')
  set(settings, 'location', own, 'location')
  if (!own || own.uri !== HTTP) {
    const place = attributeAt(own, 'style') ?? attributeAt(protocol, 'style') ?? own ?? protocol ?? node
    settings.set('style', { value: valueAt(own, 'style') ?? style, node: place })
  }
  for (const way of ['input', 'output'] as const) {
    const holder = childNamed(node, WSDL11, way)
    // The body may stand in a MIME part (WSDL 1.1 section 5).
    const bodies = within(holder).filter(({ uri, local }) => PROTOCOLS.has(uri) && local === 'body')
    for (const body of bodies) {
      settings.set(`${way} use`, {
        value: valueAt(body, 'use') ?? 'literal',
        node: attributeAt(body, 'use') ?? body,
      })
      set(settings, `${way} namespace`, body, 'namespace')
      set(settings, `${way} encodingStyle`, body, 'encodingStyle')
      set(settings, `${way} parts`, body, 'parts')
    }
    for (const header of within(holder).filter(
      ({ uri, local }) => PROTOCOLS.has(uri) && local === 'header',
    )) {
      const message = valueAt(header, 'message')
      const named = message === undefined ? '' : qualifiedName(header, message).local
      const part = valueAt(header, 'part') ?? ''
      settings.set(`${way} header ${named} ${part}`, {
        value: valueAt(header, 'use') ?? 'literal',
        node: header,
      })
    }
  }
  return { node, settings }
}

function within(holder: XmlElement | undefined): XmlElement[] {
  return (holder?.children ?? []).flatMap((child) => [
    child,
    ...(PROTOCOLS.has(child.uri) ? [] : within(child)),
  ])
}

function set(
  settings: Map<string, Setting>,
  name: string,
  element: XmlElement | undefined,
  attribute: string,
): void {
  const written = attributeAt(element, attribute)
  if (written) settings.set(name, { value: written.value.trim(), node: written })
}

function readService(node: XmlElement, name: QName): Service {
  const ports = childrenNamed(node, WSDL11, 'port').map((port) => {
    const binding = valueAt(port, 'binding')
    const address = attributeAt(
      port.children.find(({ uri, local }) => PROTOCOLS.has(uri) && local === 'address'),
      'location',
    )
    return {
      name: valueAt(port, 'name') ?? '',
      node: port,
      binding: binding === undefined ? { uri: '', local: '' } : qualifiedName(port, binding),
      ...(address && { address }),
    }
  })
  return { name, node, ports }
}
