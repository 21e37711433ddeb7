import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers enum value removed',
  buf: [
    'ENUM_VALUE_NO_DELETE',
    'ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED',
    'ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED',
  ],
  fix: 'Keep the value and mark it `[deprecated = true]`. When nobody sends it any more, remove it in a new version of the package, and reserve its number and its name.',
})
