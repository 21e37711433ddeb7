import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { analyse } from '../../../checks/insecure-patterns/engine/analyse.ts'
import type { RuleData } from '../../../checks/insecure-patterns/engine/schema.ts'

/** The rules that answer to a folder of theirs; others (passwords of their databases) say nothing of the case. */
const ANSWERS: Record<string, RegExp> = {
  CWE_78: /command/,
  CWE_79: /xss/,
  CWE_89: /sql/,
  CWE_90: /ldap/,
  CWE_91: /xpath|xxe/,
  CWE_95: /eval/,
  CWE_98: /eval|path/,
  CWE_601: /redirect/,
}
/** Of 256: the share of files that is looked at. */
const SAMPLE = 40

/**
 * What our own rules say of NIST's generated cases for PHP (a clone of github.com/stivalet/PHP-Vulnerability-test-suite): folders
 * `safe` and `unsafe` by weakness. Those that read `$_GET` or `$_POST`, a sample by a hash of the path, and in halves by it:
 * even ones may be looked at to learn what is missing, odd ones never.
 */
export async function phpSuite(
  clone: string,
  rules: ReadonlyMap<string, RuleData>,
  { list }: { list: boolean },
): Promise<void> {
  const counts = new Map<string, { found: number; unsafe: number; reported: number; safe: number }>()
  for (const path of globSync('*/*/{safe,unsafe}/*.php', { cwd: clone }).toSorted()) {
    const [sampled = 0, parity = 0] = createHash('sha256').update(path).digest()
    const [, weakness = '', kind] = path.split('/')
    const answers = ANSWERS[weakness]
    if (sampled > SAMPLE || !answers || !/__(?:array-)?(?:GET|POST)__/.test(path)) continue
    const half = parity % 2 === 0 ? 'even, looked at' : 'odd, never looked at'
    const name = `${weakness}, ${half}`
    const count = counts.get(name) ?? { found: 0, unsafe: 0, reported: 0, safe: 0 }
    counts.set(name, count)
    const { matches } = await analyse(`src/${basename(path)}`, readFileSync(join(clone, path), 'utf8'), rules)
    const said = [...matches.keys()].some((id) => answers.test(id))
    if (kind === 'unsafe') {
      count.unsafe += 1
      if (said) count.found += 1
    } else {
      count.safe += 1
      if (said) count.reported += 1
    }
    if (list && parity % 2 === 0 && said !== (kind === 'unsafe')) console.log(path)
  }
  for (const [name, { found, unsafe, reported, safe }] of [...counts].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  ))
    console.log(`${name}: ${found} of ${unsafe} unsafe found, ${reported} of ${safe} safe reported`)
}
