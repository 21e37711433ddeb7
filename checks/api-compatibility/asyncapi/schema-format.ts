/** What a payload is described with. */
export type SchemaFormat = 'JSON Schema' | 'OpenAPI' | 'Avro' | 'RAML' | 'Protobuf' | 'another format'

/** The family of a `schemaFormat` (AsyncAPI 3.0, Multi Format Schema Object); none means AsyncAPI's own JSON Schema. */
export function formatOf(value: unknown): SchemaFormat {
  if (typeof value !== 'string' || /asyncapi|schema\+(?:json|yaml)/i.test(value)) return 'JSON Schema'
  if (/openapi/i.test(value)) return 'OpenAPI'
  if (/avro/i.test(value)) return 'Avro'
  if (/raml/i.test(value)) return 'RAML'
  return /proto/i.test(value) ? 'Protobuf' : 'another format'
}
