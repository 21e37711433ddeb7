/** Where a value comes from, best first. `safe`: not constant, but it can carry no injection. */
export const ORIGINS = ['constant', 'safe', 'unknown', 'parameter', 'request'] as const
export type Origin = (typeof ORIGINS)[number]
