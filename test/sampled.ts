/**
 * Of cases that each take seconds (a database, an app of their own) every so-manieth; all of them with
 * `EVERY_CASE=1 npm test`.
 */
export function sampled<Case>(cases: readonly Case[], each: number): Case[] {
  return cases.filter((_, index) => process.env['EVERY_CASE'] === '1' || index % each === 0)
}
