import fc from 'fast-check'

/** What a push does; `at` and `to` choose among what there is. */
export type Push =
  /** A unit in a file; `twin`: its subject is that of others. */
  | { do: 'add'; file: number; at: number; twin: boolean }
  | { do: 'mend'; at: number }
  /** Lines on top of a file; all its lines indented; its name. */
  | { do: 'prepend' | 'indent' | 'rename'; file: number }
  /** A new file with a unit, under a name that another had before where there is one. */
  | { do: 'create'; twin: boolean }
  | { do: 'remove'; file: number }
  /** The last commit taken back by another; the branch put back to an earlier head; one commit of all. */
  | { do: 'revert' | 'squash' }
  | { do: 'reset'; to: number }
  /** The base goes on, and the branch is written anew on top of it. */
  | { do: 'rebase' }

export interface GitLife {
  /** Each a push; `amend`: it replaces the commit before it. */
  pushes: { push: Push; amend: boolean }[]
}

const file = fc.nat(5)
const push: fc.Arbitrary<Push> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('add' as const), file, at: fc.nat(9), twin: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('mend' as const), at: fc.nat(9) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('prepend' as const, 'indent' as const, 'rename' as const, 'rename' as const),
      file,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('create' as const), twin: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), file }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('revert' as const, 'squash' as const, 'rebase' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reset' as const), to: fc.nat(5) }) },
)

/** The life of one pull request as its branch shows it. */
export function gitLife(pushes: { min: number; max: number }): fc.Arbitrary<GitLife> {
  return fc.record({
    pushes: fc.array(fc.record({ push, amend: fc.boolean() }), {
      minLength: pushes.min,
      maxLength: pushes.max,
    }),
  })
}
