import { matcher } from '../src/model/index.ts'
import { matchesRule } from './file/patterns.ts'
import type { Config, IgnoredPath, Waiver } from './types.ts'
import { refusedByPolicy } from './waiver-policy.ts'

type Matcher = (path: string) => boolean

/** Compiled globs, for as long as the objects they belong to live. */
const compiled = new WeakMap<object, Matcher>()

/** The predicate of some globs, compiled once for `owner`. */
export function matcherOf(owner: object, globs: string | readonly string[]): Matcher {
  let match = compiled.get(owner)
  if (!match) compiled.set(owner, (match = matcher(globs)))
  return match
}

/** Whether the configuration keeps a path from all rules. */
export function isIgnored(config: Config, path: string): boolean {
  return ignoreDecision(config, path)?.glob.startsWith('!') === false
}

/** The last entry of `ignore` that matches a path: with `!` in front it takes the path back. */
export function ignoreDecision(config: Config, path: string): IgnoredPath | undefined {
  return config.ignore.findLast((entry) => matcherOf(entry, entry.glob.replace(/^!/, ''))(path))
}

/** The waiver that covers a finding and holds on the day of `now`, if any. An expired one never does. */
export function findWaiver(
  config: Config,
  { ruleId, path, fingerprint }: { ruleId: string; path: string; fingerprint?: string },
  now: Date,
): Waiver | undefined {
  return config.waivers.find(
    (waiver) =>
      !isExpired(waiver, now) &&
      (waiver.fingerprint === undefined || waiver.fingerprint === fingerprint) &&
      covers(waiver, ruleId, path) &&
      refusedByPolicy(waiver, ruleId, config.waiverPolicy, now) === undefined,
  )
}

/** Whether a waiver speaks of a rule on a path, whatever the day. */
export function covers(waiver: Waiver, ruleId: string, path: string): boolean {
  return matchesRule(waiver.check, ruleId) && matcherOf(waiver, waiver.paths)(path)
}

/** A waiver holds to the end of its last day, UTC. */
export function isExpired(waiver: Pick<Waiver, 'expires'>, now: Date): boolean {
  return now.toISOString().slice(0, 10) > waiver.expires
}
