import { type DefaultTreeAdapterTypes, parse } from 'parse5'

/** Addresses and ids of an HTML document, as a browser reads it. */
export function readHtml(text: string): { hrefs: string[]; ids: Set<string> } {
  const attributes = attributesOf(parse(text))
  const valuesOf = (wanted: string): string[] =>
    attributes.filter(({ name }) => name === wanted).map(({ value }) => value)
  return { hrefs: valuesOf('href'), ids: new Set(valuesOf('id')) }
}

function attributesOf(node: DefaultTreeAdapterTypes.Node): { name: string; value: string }[] {
  return [
    ...('attrs' in node ? node.attrs : []),
    ...('childNodes' in node ? node.childNodes.flatMap(attributesOf) : []),
  ]
}
