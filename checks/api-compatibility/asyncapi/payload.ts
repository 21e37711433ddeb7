import type { ChangeKind, RawChange } from '../diff/change.ts'
import type { RawAsyncChange } from './change.ts'

/** Changes of schemas that are none of the payload's compatibility: they are of a description's policy. */
const OTHERS: ReadonlySet<ChangeKind> = new Set([
  ...(['sunset-invalid', 'sunset-deleted', 'sunset-moved-closer', 'sunset-too-soon'] as const),
  ...(['stability-invalid', 'stability-decreased'] as const),
])

/**
 * A change of a schema in the terms of messages. What the application receives is as a request, what it sends as
 * a response; only that receivers cannot ask for what an event no longer holds, and hardly any event lists what is
 * required: a property that is no longer sent is an error whether it was required or not.
 */
export function payloadChange(change: RawChange): RawAsyncChange | undefined {
  if (OTHERS.has(change.kind)) return undefined
  const { side, node, other, detail, fix } = change
  return {
    kind: 'payload-incompatible',
    level: change.kind === 'response-property-removed' ? 'error' : change.level,
    side,
    node,
    words: worded(change.words),
    detail: `${change.kind} ${detail ?? ''}`.trim(),
    ...(other && { other }),
    ...(fix !== undefined && { fix }),
  }
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:in|from) requests\b/g, 'in received messages'],
  [/\bto requests\b/g, 'to received messages'],
  [/\b(?:in|from) responses\b/g, 'in sent messages'],
  [/\bof responses\b/g, 'of sent messages'],
  [/\bresponses\b/g, 'sent messages'],
  [/\brequests\b/g, 'received messages'],
  [/\bwhat clients send\b/g, 'what is sent'],
  [/\bclients\b/g, 'partners'],
]

function worded(words: string): string {
  return WORDS.reduce((text, [from, to]) => text.replaceAll(from, to), words)
}
