import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers reservation removed',
  buf: ['RESERVED_ENUM_NO_DELETE', 'RESERVED_MESSAGE_NO_DELETE'],
  fix: 'Keep what is reserved: old data and old clients still carry it. Take a number and a name that were never used.',
})
