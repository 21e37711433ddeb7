import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers message changed',
  buf: [
    'MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR',
    'MESSAGE_SAME_JSON_FORMAT',
    'MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT',
  ],
  fix: 'Keep the option or feature as it was, or define a new message beside the old one.',
})
