import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers file removed',
  buf: ['FILE_NO_DELETE', 'PACKAGE_NO_DELETE'],
  fix: 'Keep the file and mark what is in it as deprecated. Consumers import it by its path: where definitions move, leave the old file with `import public` of the new one and remove it in the next major version.',
})
