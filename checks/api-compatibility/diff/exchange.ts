import type { SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Mode, RawChange } from './change.ts'

/**
 * One operation under comparison. Where clients call the API, parameters and body are requests and answers
 * are responses; where the API calls its clients (webhooks, callbacks) it is the other way round: what is
 * sent is what clients receive.
 */
export interface Exchange {
  asks: Mode['direction']
  answers: Mode['direction']
  report(change: RawChange): void
  schemas(base: SpecNode, head: SpecNode, mode: Mode): void
}
