import type { Effect } from './step.ts'

/** Ways in which people say that there is no way back, or that none is needed. */
const DECLARED =
  /\b(?:irreversible|not (?:be )?reversible|non[- ]?reversible|unreversible|one-?way|forward-only|no-?op|intentional(?:ly)?(?: left)?(?: (?:empty|blank))?|(?:there is |there's )?no (?:going back|down(?:grade)?|rollback|way back|revert(?:ing)?|reverse|undo|restore)(?: migration)?(?: (?:is )?(?:needed|required|necessary))?|(?:there is |there's )?(?:nothing|not much) to (?:do|undo|revert|reverse|roll ?back)|(?:doesn't|does not|wouldn't|would not) make (?:much |any )?sense to \w+|(?:do|does) nothing|(?:keep|leave) (?:it |them )?(?:deleted|dropped|removed)|(?:can ?not|can't|could not|couldn't|impossible to|unable to|not possible to|won't|will not|do not|don't|should not|shouldn't|must not|no need to|never) (?:be )?(?:\w+ )?(?:safely )?(?:revers\w+|revert\w*|roll(?:ed|ing)?(?: this| it| them| that)? ?back|undo\w*|undone|downgrad\w+|migrat\w+ (?:back|down)|restor\w+|recover\w*|drop\w*|remov\w+|delet\w+)|(?:do not|don't) want (?:this|it|them) to be (?:rolled ?back|reverted|undone)|(?:revert(?:ing|ed)?|roll(?:ed|ing)? ?back|undo(?:ing|ne)?) (?:(?:must|should|has to|have to|needs? to|can|could|may) )?(?:only )?(?:be )?(?:done |made |run )?(?:manually|by hand)|manual (?:revert|roll ?back|undo|downgrade)|no (?:way to|come ?back)|(?:a |the )?risk of (?=los|corrupt)|(?:is|are|was|were) (?:not|no longer) (?:preserved|kept|stored|recoverable))/gi

/** Headers that say who owns the file, and Sqitch's that name it: not why it has no way back. */
const LEGAL =
  /^.*(?:\bSPDX-|\bcopyright\b|\blicensed under\b|@license\b).*$|^\W*(?:deploy|revert|verify) \S+ (?:to|from|on) \w+\s*$|^\W*(?:requires|conflicts): \S+\s*$/gim

const FILLER = new Set(
  'this that the these those migration migrations migrate down downgrade rollback roll back up and but for you not are was were will would with its here there please sorry yet now any all todo fixme has have had been can cannot sql step change changes revert reverse reversed reverting undo operation safely file files see point must present from exist exists requires needed empty blank left script query statement sql because'.split(
    ' ',
  ),
)

/** Whether a comment says that the missing way back is on purpose. */
export function declaresIrreversible(text: string): boolean {
  DECLARED.lastIndex = 0
  return DECLARED.test(text)
}

/**
 * Why there is no way back, from a comment or an error message: the text, or undefined where it states
 * nothing but the fact ("irreversible", "not implemented", "no downgrade").
 */
export function statedReason(text: string): string | undefined {
  const said = text.replaceAll(LEGAL, '')
  const rest = said.replaceAll(DECLARED, ' ').replaceAll(/not ?implemented(?:error)?/gi, ' ')
  const words = rest.match(/\p{L}{3,}|\b\p{Lu}{2,}\b/gu) ?? []
  const telling = words.filter((word) => !FILLER.has(word.toLowerCase()))
  return telling.length >= 2 ? said.replaceAll(/\s+/g, ' ').trim() : undefined
}

const NOTHING_TO_UNDO =
  /\b(?:(?:nothing|not much|no need) to (?:do|undo|revert|reverse|roll ?back|restore)|no (?:down(?:grade)?|revert|rollback|undo)(?: migration)? (?:is )?(?:needed|required|necessary))\b/i
const SEE_UP = /\bsee\b[^.;\n]*\bup(?:\.sql)?\b/i

/**
 * Why a way back does nothing, from its comments; undefined where they do not say that this is on purpose, or not why. That
 * nothing is to be undone is reason enough where only rows were changed, and so is a pointer to the way up that explains it.
 */
export function reasonForNothing(
  comments: string,
  up: readonly Effect[],
  upComments = '',
): string | undefined {
  if (!declaresIrreversible(comments)) return undefined
  const stated = statedReason(comments)
  if (stated !== undefined) return stated
  const said = comments.replaceAll(LEGAL, '').replaceAll(/\s+/g, ' ').trim()
  const rowsAlone = up.every(({ kind, what }) => kind === 'data' || what.startsWith('creates temporary '))
  if (NOTHING_TO_UNDO.test(said) && rowsAlone) return said
  return SEE_UP.test(said) ? statedReason(upComments) : undefined
}
