import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers field option changed',
  buf: [
    'FIELD_SAME_CPP_STRING_TYPE',
    'FIELD_SAME_CTYPE',
    'FIELD_SAME_DEFAULT',
    'FIELD_SAME_JAVA_UTF8_VALIDATION',
    'FIELD_SAME_JSTYPE',
    'FIELD_SAME_UTF8_VALIDATION',
  ],
  fix: 'Keep the option as it was, or add a field with a new number.',
})
