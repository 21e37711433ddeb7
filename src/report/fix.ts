/** A finding's fix taken apart: a sentence, and the code that follows it after an empty line. */
export interface FixParts {
  prose: string
  code?: string
}

export function splitFix(fix: string): FixParts {
  const [, prose = fix, code] = /^([\s\S]*?)\r?\n\s*\n([\s\S]*\S)\s*$/.exec(fix) ?? []
  return code === undefined ? { prose } : { prose, code }
}
