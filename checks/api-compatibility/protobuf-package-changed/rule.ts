import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers package changed',
  buf: ['FILE_SAME_PACKAGE'],
  fix: 'Keep the package. A new version of an API is a new package beside the old one, such as `acme.pets.v2`.',
})
