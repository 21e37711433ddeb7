import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'gRPC method changed',
  buf: [
    'RPC_SAME_CLIENT_STREAMING',
    'RPC_SAME_IDEMPOTENCY_LEVEL',
    'RPC_SAME_REQUEST_TYPE',
    'RPC_SAME_RESPONSE_TYPE',
    'RPC_SAME_SERVER_STREAMING',
  ],
  fix: 'Add a method with the new signature and deprecate this one.',
})
