import type { QName, XmlAttribute, XmlElement } from '../xml/element.ts'
import type { SchemaSet } from '../xsd/schema-set.ts'

/** One piece of a message: an element of the schemas, or a value of one of their types. */
export interface Part {
  name: string
  node: XmlElement
  /** Where `element` or `type` is written. */
  place: XmlAttribute | XmlElement
  element?: QName
  type?: QName
}

export interface Message {
  node: XmlElement
  parts: Part[]
}

export interface Operation {
  name: string
  node: XmlElement
  /** What a client sends (of a notification: nothing). */
  input?: Message
  output?: Message
  faults: Map<string, Message>
  /** `one-way`, `request-response`, `solicit-response` or `notification` (WSDL 1.1 section 2.4). */
  pattern: string
}

/** `portType` of WSDL 1.1, `interface` of 2.0. */
export interface Interface {
  name: QName
  node: XmlElement
  /** By name; where several have one name, with that of their input. */
  operations: Map<string, Operation>
}

/** A choice of the binding that a client must follow. */
export interface Setting {
  value: string
  node: XmlElement | XmlAttribute
}

export interface BoundOperation {
  node: XmlElement
  /** `soapAction`, `style`, `input use`, `input namespace`, `input header {…}part`… by name. */
  settings: Map<string, Setting>
}

export interface Binding {
  name: QName
  node: XmlElement
  interface: QName
  /** `SOAP version`, `transport`. */
  settings: Map<string, Setting>
  operations: Map<string, BoundOperation>
}

/** `port` of WSDL 1.1, `endpoint` of 2.0. */
export interface Port {
  name: string
  node: XmlElement
  binding: QName
  address?: XmlAttribute
}

export interface Service {
  name: QName
  node: XmlElement
  ports: Port[]
}

/** Everything a WSDL document and what it imports describe. */
export interface WsdlDescription {
  path: string
  root: XmlElement
  services: Service[]
  /** By `{uri}local`. */
  bindings: Map<string, Binding>
  interfaces: Map<string, Interface>
  schemas: SchemaSet
  targetNamespace: string
}
