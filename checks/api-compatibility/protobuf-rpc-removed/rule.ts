import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'gRPC method removed',
  buf: ['RPC_NO_DELETE'],
  fix: 'Keep the method with `option deprecated = true` until it gets no more calls, and remove it with a new version of the package.',
})
