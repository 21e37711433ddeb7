import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers required field changed',
  buf: ['MESSAGE_SAME_REQUIRED_FIELDS'],
  fix: 'Add fields as `optional`, and keep required ones until every reader and writer knows that they are optional.',
})
