import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers field renamed',
  buf: ['FIELD_SAME_NAME', 'FIELD_SAME_JSON_NAME'],
  fix: 'Keep the name, or add a field with the new name and a new number, and mark the old one `[deprecated = true]`.',
})
