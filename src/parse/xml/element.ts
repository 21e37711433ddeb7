import type { Region } from '../../model/index.ts'

/** The text an element stands in. */
export interface XmlSource {
  path: string
}

/** An attribute other than a namespace declaration. */
export interface XmlAttribute {
  /** Namespace name; empty for an attribute without a prefix. */
  uri: string
  local: string
  /** With character references replaced, as XML 1.0 section 3.3.3 says for attributes without a DTD. */
  value: string
  /** From the first character of the name to behind the closing quote. */
  region: Region
  element: XmlElement
}

export interface XmlElement {
  source: XmlSource
  /** Namespace name; empty for none. */
  uri: string
  local: string
  attributes: readonly XmlAttribute[]
  children: readonly XmlElement[]
  parent?: XmlElement
  /** The start tag: from `<` to behind `>`. */
  region: Region
  /** Character data directly inside, where it was asked for. */
  text?: string
  /** From the start tag to behind the end tag, where `text` was asked for. */
  whole?: Region
  /** Prefix to namespace name, declared at this very element; the empty prefix is the default namespace. */
  namespaces?: ReadonlyMap<string, string>
}

/** A name in a namespace; `uri` is empty for none. */
export interface QName {
  uri: string
  local: string
}

/** James Clark's notation, `{uri}local`: the key of maps by name. */
export function keyOf({ uri, local }: QName): string {
  return `{${uri}}${local}`
}

/** The attribute without a namespace, or the one in `uri`. */
export function attributeAt(
  element: XmlElement | undefined,
  local: string,
  uri = '',
): XmlAttribute | undefined {
  return element?.attributes.find((attribute) => attribute.local === local && attribute.uri === uri)
}

/** Its value without surrounding white space. */
export function valueAt(element: XmlElement | undefined, local: string, uri = ''): string | undefined {
  return attributeAt(element, local, uri)?.value.trim()
}

export function childrenNamed(element: XmlElement | undefined, uri: string, local: string): XmlElement[] {
  return (element?.children ?? []).filter((child) => child.uri === uri && child.local === local)
}

export function childNamed(
  element: XmlElement | undefined,
  uri: string,
  local: string,
): XmlElement | undefined {
  return element?.children.find((child) => child.uri === uri && child.local === local)
}

/** The namespace a prefix stands for at an element; undefined when it was never declared. */
export function namespaceOf(element: XmlElement, prefix: string): string | undefined {
  for (let at: XmlElement | undefined = element; at; at = at.parent) {
    const uri = at.namespaces?.get(prefix)
    if (uri !== undefined) return uri
  }
  if (prefix === 'xml') return 'http://www.w3.org/XML/1998/namespace'
  return prefix === '' ? '' : undefined
}

/**
 * A qualified name written in an attribute's value (XML Schema part 2 section 3.2.18): without a prefix it is in
 * the default namespace.
 */
export function qualifiedName(element: XmlElement, written: string): QName {
  const name = written.trim()
  const colon = name.indexOf(':')
  if (colon < 0) return { uri: namespaceOf(element, '') ?? '', local: name }
  const prefix = name.slice(0, colon)
  // An undeclared prefix is no namespace anybody can name, so it must equal only itself.
  return { uri: namespaceOf(element, prefix) ?? `undeclared prefix ${prefix}`, local: name.slice(colon + 1) }
}
