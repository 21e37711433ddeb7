import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers extension removed',
  buf: ['EXTENSION_NO_DELETE', 'EXTENSION_MESSAGE_NO_DELETE', 'PACKAGE_EXTENSION_NO_DELETE'],
  fix: 'Keep the extension or the range until nobody extends with it.',
})
