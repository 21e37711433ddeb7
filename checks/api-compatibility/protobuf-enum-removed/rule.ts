import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers enum removed',
  buf: ['ENUM_NO_DELETE', 'PACKAGE_ENUM_NO_DELETE'],
  fix: 'Keep the enum with `option deprecated = true` until no consumer uses it, and remove it with a new version of the package.',
})
