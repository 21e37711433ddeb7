import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers message removed',
  buf: ['MESSAGE_NO_DELETE', 'PACKAGE_MESSAGE_NO_DELETE'],
  fix: 'Keep the message with `option deprecated = true` until no consumer uses it, and remove it with a new version of the package.',
})
