import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers syntax changed',
  buf: ['FILE_SAME_SYNTAX'],
  fix: 'Keep the syntax of the file. Write new files in the new syntax, or move to editions with features that keep every default as it was.',
})
