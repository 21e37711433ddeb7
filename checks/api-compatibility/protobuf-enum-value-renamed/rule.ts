import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers enum value renamed',
  buf: ['ENUM_VALUE_SAME_NAME'],
  fix: 'Keep the name, or add the new one for the same number with `option allow_alias = true` and keep the old one first.',
})
