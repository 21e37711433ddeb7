/**
 * What a configuration may cost. Real ones have a few hundred lines; these bounds keep a hostile one under
 * a second: the parser takes about 1 µs a token, the composer recurses and slows down with every error.
 */
export const MAX_LENGTH = 256 * 1024
export const MAX_TOKENS = 20_000
export const MAX_DEPTH = 20
/** Anchors and aliases together; the composer searches all anchors for each. */
export const MAX_ALIASES = 100
/** Values after every alias has been replaced by what it stands for. */
export const MAX_VALUES = 20_000
/** Problems listed; the rest is counted. */
export const MAX_PROBLEMS = 100
/** Globs in one file: each is tried on every changed path. */
export const MAX_GLOBS = 2_000
export const MAX_GLOB_LENGTH = 256
/** `*` in one segment, and `**` and `{…}` in one glob: a backtracking matcher takes (length of path)^n steps. */
export const MAX_STARS = 3
