import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers enum changed',
  buf: ['ENUM_SAME_TYPE', 'ENUM_SAME_JSON_FORMAT'],
  fix: 'Keep the enum open or closed as it was, or define a new enum beside it.',
})
