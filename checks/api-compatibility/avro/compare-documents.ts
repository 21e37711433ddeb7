import { isNamed, type AvroDocument, type Message } from '../../../src/parse/avro/schema.ts'
import type { Change } from './change.ts'
import type { Registry } from './registry.ts'
import { Resolver } from './resolution.ts'

export interface PairOfDocuments {
  base: AvroDocument
  head: AvroDocument
}

/** What changed between versions of documents, each definition told once. */
export function compareDocuments(
  pairs: readonly PairOfDocuments[],
  base: Registry,
  head: Registry,
): Change[] {
  const calls = {
    requests: new Resolver(base, head, { direction: 'backward', call: true }),
    answers: new Resolver(base, head, { direction: 'forward', call: true }),
  }
  const data = [
    new Resolver(base, head, { direction: 'backward', call: false }),
    new Resolver(base, head, { direction: 'forward', call: false }),
  ]
  const changes: Change[] = []
  for (const pair of pairs) {
    changes.push(...compareMessages(pair, calls))
    for (const resolver of data) {
      const { root } = pair.base
      if (root && pair.head.root) resolver.compare(root, pair.head.root, nameOfRoot(pair.base))
    }
  }
  for (const pair of pairs) {
    for (const before of pair.base.types.values()) {
      const after = pair.head.types.get(before.fullName)
      // Compared where it is used: as data of the file's own schema, or as what a message carries.
      if (!after || calls.requests.met(after) || calls.answers.met(after)) continue
      for (const resolver of data) resolver.compare(before, after, before.fullName)
    }
  }
  changes.push(...[calls.requests, calls.answers, ...data].flatMap((resolver) => resolver.changes))
  return once(changes)
}

function nameOfRoot({ root, path }: AvroDocument): string {
  return root && isNamed(root) ? root.fullName : (path.split('/').at(-1) ?? path)
}

/** What breaks both ways is told once. */
function once(changes: readonly Change[]): Change[] {
  const known = new Map<string, Change>()
  for (const change of changes) {
    const key = JSON.stringify([change.kind, change.subject, change.place.path])
    const first = known.get(key)
    if (!first) known.set(key, change)
    else first.directions = [...new Set([...first.directions, ...change.directions])]
  }
  return [...known.values()]
}

function compareMessages(
  { base, head }: PairOfDocuments,
  { requests, answers }: { requests: Resolver; answers: Resolver },
): Change[] {
  const changes: Change[] = []
  if (!base.protocol || !head.protocol) return changes
  for (const [name, before] of base.protocol.messages) {
    const after = head.protocol.messages.get(name)
    const subject = `${base.protocol.name}.${name}`
    if (!after) {
      changes.push(
        messageChange('base', before, head.protocol.place, subject, `Message \`${subject}\` is removed`),
      )
      continue
    }
    if (before.oneWay !== after.oneWay) {
      const words = `Message \`${subject}\` ${after.oneWay ? 'no longer has an answer' : 'has an answer now'}`
      changes.push(messageChange('head', after, before, `${subject} one-way`, words))
    }
    requests.compareParameters(before.request, after.request, subject)
    answers.compare(before.response, after.response, `${subject} response`)
    const [known, thrown] = [withText(before), withText(after)]
    answers.compare(known, thrown, `${subject} errors`)
  }
  return changes
}

/** A message may always throw a string. */
function withText({ errors }: Message): Message['errors'] {
  const { path, region } = errors
  return { ...errors, branches: [...errors.branches, { kind: 'primitive', name: 'string', path, region }] }
}

function messageChange(
  side: 'base' | 'head',
  place: Message,
  other: Change['place'],
  subject: string,
  words: string,
): Change {
  return {
    kind: 'message-changed',
    directions: ['backward'],
    call: true,
    side,
    place: { path: place.path, region: place.region },
    other: { path: other.path, region: other.region },
    subject,
    words: `${words}: calls of older clients fail`,
  }
}
