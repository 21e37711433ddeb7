import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'gRPC service removed',
  buf: ['SERVICE_NO_DELETE', 'PACKAGE_SERVICE_NO_DELETE'],
  fix: 'Keep the service with `option deprecated = true` until it gets no more calls, and remove it with a new version of the package.',
})
