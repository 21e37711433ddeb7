import type { Level, Side } from '../../../src/model/index.ts'
import type { Lifecycle } from '../../../src/parse/openapi/operations.ts'
import type { SpecNode } from '../../../src/parse/openapi/node.ts'

/** Every way two descriptions can differ that matters to somebody. Each belongs to one rule. */
export type ChangeKind =
  | 'path-removed'
  | 'operation-removed'
  | 'webhook-removed'
  | 'callback-removed'
  | 'response-removed'
  | 'response-header-removed'
  | 'response-header-became-optional'
  | 'request-media-type-removed'
  | 'response-media-type-removed'
  | 'request-property-removed'
  | 'response-property-removed'
  | 'parameter-removed'
  | 'required-parameter-added'
  | 'parameter-became-required'
  | 'parameter-default-changed'
  | 'parameter-serialization-changed'
  | 'request-body-removed'
  | 'request-body-became-required'
  | 'required-property-added'
  | 'property-became-required'
  | 'response-property-became-optional'
  | 'request-type-narrowed'
  | 'response-type-widened'
  | 'request-enum-narrowed'
  | 'response-enum-widened'
  | 'request-constraint-tightened'
  | 'response-constraint-loosened'
  | 'request-alternative-removed'
  | 'response-alternative-added'
  | 'discriminator-changed'
  | 'xml-serialization-changed'
  | 'security-tightened'
  | 'security-removed'
  | 'server-removed'
  | 'operation-id-changed'
  | 'response-link-removed'
  | 'sunset-invalid'
  | 'sunset-deleted'
  | 'sunset-moved-closer'
  | 'sunset-too-soon'
  | 'stability-invalid'
  | 'stability-decreased'

/**
 * How data is written on its way: as JSON, where types can be told apart; as plain text (parameters, headers,
 * forms), where a number is a text too; or in a format of which a schema's types say little (XML).
 */
export type Encoding = 'json' | 'text' | 'markup'

/** Which way data travels, and how. */
export interface Mode {
  direction: 'request' | 'response'
  encoding: Encoding
}

/** One difference, found at one place of the sources. */
export interface RawChange {
  kind: ChangeKind
  level: Level
  /** The side that `node` is of: the base for something removed. */
  side: Side
  node: SpecNode
  /** The nearest place on the other side. */
  other?: SpecNode
  /** One sentence without the operations it affects and without the full stop. */
  words: string
  /** Tells apart several changes of one kind at one node. */
  detail?: string
  fix?: string
  /** What was promised about the end of what is removed, or announced: the policy judges by it. */
  lifecycle?: Lifecycle | readonly Lifecycle[]
}

/** Where one side refers to another schema than the other. */
export interface Site {
  base: SpecNode
  head: SpecNode
}

/** A difference with the operations it reaches. */
export interface Change extends RawChange {
  /** `GET /pets`, in the order of the description; never empty. */
  operations: string[]
  /** Places where another schema is referred to than before, nearest first: the cause may be there. */
  sites: Site[]
  /** True when every operation it reaches was marked unstable (draft or alpha) in the base. */
  unstable: boolean
}
