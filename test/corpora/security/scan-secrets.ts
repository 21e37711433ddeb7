import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { withRules } from '../../../checks/insecure-patterns/hard-coded-secret/finder.ts'
import rule, { HARMLESS_IN_TESTS } from '../../../checks/insecure-patterns/hard-coded-secret/rule.ts'
import { matcher } from '../../../src/model/index.ts'

const MAX_FILE = 4 * 1024 * 1024

/** Prints what the rule takes for a secret in every file of a checkout, as it stands; with its line if `isShown`. */
export function scanSecrets(folder: string, isShown: boolean): void {
  const find = withRules(undefined)
  const { exclude, 'lower-in': lowered } = rule.options.parse({}) as Record<'exclude' | 'lower-in', string[]>
  const isExcluded = matcher(exclude)
  const isLowered = matcher(lowered)
  const counts = { code: 0, tests: 0 }
  const started = process.cpuUsage()
  let [characters, worst, worstPath] = [0, 0, '']
  for (const path of globSync('**/{*,.*}', { cwd: folder }).toSorted()) {
    const file = join(folder, path)
    const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: Infinity }
    if (path.startsWith('.git/') || isExcluded(path) || size > MAX_FILE || !isFile(file)) continue
    const text = readFileSync(file, 'utf8')
    if (text.includes('\0')) continue
    characters += text.length
    const from = performance.now()
    const secrets = find(text, path)
    const took = performance.now() - from
    if (took > worst) [worst, worstPath] = [took, path]
    for (const { provider, start, end } of secrets) {
      const isTest = isLowered(path)
      if (isTest && HARMLESS_IN_TESTS.has(provider.id)) continue
      counts[isTest ? 'tests' : 'code']++
      const line = text.slice(0, start).split('\n').length
      const shown = isShown ? ` ${text.slice(Math.max(0, start - 50), end + 10).replace(/\s+/g, ' ')}` : ''
      console.log(`${isTest ? 'test' : 'code'} ${path}:${line} ${provider.id}${shown.slice(0, 200)}`)
    }
  }
  const { user, system } = process.cpuUsage(started)
  console.log(
    `${counts.code} in code, ${counts.tests} in tests, examples and documents; ${(characters / 1e6).toFixed(1)} million characters in ${((user + system) / 1e6).toFixed(1)} s, worst ${Math.round(worst)} ms (${worstPath})`,
  )
}

function isFile(file: string): boolean {
  return statSync(file).isFile()
}
