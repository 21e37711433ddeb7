import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers field removed',
  buf: [
    'FIELD_NO_DELETE',
    'FIELD_NO_DELETE_UNLESS_NAME_RESERVED',
    'FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED',
    'ONEOF_NO_DELETE',
  ],
  fix: 'Keep the field and mark it `[deprecated = true]`. When no consumer uses it, remove it in a new version of the package, and reserve its number and its name.',
})
