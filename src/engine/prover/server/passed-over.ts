import type { ProofAnswer } from '../../../model/index.ts'

/** insufficient_privilege: the role is made to be allowed little. */
const NOT_ALLOWED = '42501'
/** feature_not_supported, undefined_file: what servers say of an extension that is not installed. */
const NO_EXTENSION = /^(?:0A000|58P01)$/

/**
 * Why an answer of a server is the doing of its role or of what is installed there, and not of the migrations: PGlite has
 * no such bounds.
 */
export function passedOver({ history, verdicts }: ProofAnswer): string | undefined {
  const said = [
    ...(history ? [/: (\w{5}) ([\s\S]*)$/.exec(history.why)] : []).map((found) => ({
      code: found?.[1] ?? '',
      message: found?.[2] ?? '',
    })),
    ...verdicts.flatMap(({ verdict }) => {
      if (verdict.kind === 'fails') return [verdict.failure]
      return verdict.kind === 'differs' && verdict.again ? [verdict.again] : []
    }),
  ]
  const bound = said.find(
    ({ code, message }) =>
      code === NOT_ALLOWED ||
      (NO_EXTENSION.test(code) && message.includes('extension')) ||
      (code === '42704' && message.startsWith('role "')),
  )
  return bound && `${bound.code} ${bound.message}`
}
