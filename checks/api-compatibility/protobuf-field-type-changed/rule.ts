import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers field type changed',
  buf: [
    'FIELD_SAME_TYPE',
    'FIELD_SAME_CARDINALITY',
    'FIELD_SAME_LABEL',
    'FIELD_SAME_ONEOF',
    'FIELD_WIRE_COMPATIBLE_TYPE',
    'FIELD_WIRE_COMPATIBLE_CARDINALITY',
    'FIELD_WIRE_JSON_COMPATIBLE_TYPE',
    'FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY',
  ],
  fix: 'Add a field of the new type with a new number, fill both, and mark the old one `[deprecated = true]`.',
})
