import fc from 'fast-check'
import type { Mishap } from './memory-github.ts'

/** Where a finding of the model can be. */
export type Presence = 'there' | 'gone' | 'waived'

/** Six findings: two rules, on three lines of two files. */
export const FINDINGS = 6

export type Step =
  | {
      do: 'push'
      /** What becomes of some findings. */
      set: [number, Presence][]
      /** Everything stands elsewhere now: moved lines, another indentation, a rebase. */
      shift: number
      renamed: boolean
      /** Why silence does not mean fixed. */
      unjudged?: 'failed' | 'incomplete' | 'unread'
      /** A newer push is accepted when the review asks for the n-th time. */
      overtaken?: number
      mishaps: [number, Mishap][]
    }
  /** The event again; or somebody asks for another review; or a label changes what is waived. */
  | { do: 'redeliver' | 'ask'; mishaps: [number, Mishap][] }
  | { do: 'label'; set: [number, Presence][]; mishaps: [number, Mishap][] }
  /** People at the n-th comment. */
  | { do: 'reply' | 'resolve' | 'reopen' | 'delete' | 'amend' | 'unmark'; at: number }
  /** A person copies our comment, marker and all. */
  | { do: 'forge'; at: number }
  | { do: 'draft'; is: boolean }
  | { do: 'when-fixed'; is: 'edit' | 'remove' }

const mishap = fc.constantFrom<Mishap>('refused', 'lost', 'limited', 'killed', 'killed-after', 'person')
const mishaps = fc.oneof(
  { weight: 3, arbitrary: fc.constant<[number, Mishap][]>([]) },
  { weight: 2, arbitrary: fc.array(fc.tuple(fc.nat(14), mishap), { minLength: 1, maxLength: 3 }) },
)
const set = fc.array(
  fc.tuple(
    fc.nat(FINDINGS - 1),
    fc.constantFrom<Presence>('there', 'there', 'there', 'gone', 'gone', 'waived'),
  ),
  { maxLength: 4 },
)
const at = fc.nat(7)

const push = fc.record(
  {
    do: fc.constant('push' as const),
    set,
    shift: fc.nat(3),
    renamed: fc.boolean(),
    unjudged: fc.constantFrom('failed' as const, 'incomplete' as const, 'unread' as const),
    overtaken: fc.nat(3),
    mishaps,
  },
  { requiredKeys: ['do', 'set', 'shift', 'renamed', 'mishaps'] },
)
/** Most pushes are judged, and are not overtaken. */
const tamePush = push.map(({ unjudged: _unjudged, overtaken: _overtaken, ...rest }) => rest)

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: tamePush },
  { weight: 2, arbitrary: push },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('redeliver' as const, 'ask' as const), mishaps }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('label' as const), set, mishaps }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'reply' as const,
        'resolve' as const,
        'reopen' as const,
        'delete' as const,
        'amend' as const,
        'unmark' as const,
      ),
      at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forge' as const), at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('draft' as const), is: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('when-fixed' as const),
      is: fc.constantFrom('edit' as const, 'remove' as const),
    }),
  },
)

/** The life of one pull request. It begins with a push, and the limit on inline comments is part of it. */
export const life = fc.record({
  maxInline: fc.constantFrom(10, 10, 10, 1, 3),
  groupAfter: fc.constantFrom(3, 1),
  steps: fc
    .tuple(tamePush, fc.array(step, { minLength: 1, maxLength: 14 }))
    .map(([first, rest]): Step[] => [first, ...rest]),
})

export type Life = { maxInline: number; groupAfter: number; steps: Step[] }
