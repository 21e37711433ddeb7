import type { Level, Side } from '../../../src/model/index.ts'
import type { SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Site } from '../diff/change.ts'

/** Every way two versions of an event API can differ that matters to its partners. Each belongs to one rule. */
export type AsyncKind =
  | 'channel-removed'
  | 'operation-removed'
  | 'operation-renamed'
  | 'message-removed'
  | 'message-added'
  | 'message-changed'
  | 'payload-incompatible'
  | 'server-changed'
  | 'security-changed'
  | 'binding-changed'

/** One difference, found at one place of the sources. */
export interface RawAsyncChange {
  kind: AsyncKind
  level: Level
  /** The side that `node` is of: the base for something removed. */
  side: Side
  node: SpecNode
  /** The nearest place on the other side. */
  other?: SpecNode
  /** One sentence without what it affects and without the full stop. */
  words: string
  /** Tells apart several changes of one kind at one node. */
  detail?: string
  fix?: string
}

export interface AsyncChange extends RawAsyncChange {
  /** `send user/signedup (onSignup)`, in the order of the document; empty for what concerns all of it. */
  operations: string[]
  sites: Site[]
}

/** Takes changes of one part of the document. */
export type Sink = (change: RawAsyncChange) => void
