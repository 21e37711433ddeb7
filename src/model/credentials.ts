/** CWE numbers of credentials in the code: a line with such a finding is repeated nowhere. */
export const CREDENTIALS: ReadonlySet<number> = new Set([259, 312, 321, 522, 540, 798])
