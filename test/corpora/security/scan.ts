import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyse, ruleLanguage } from '../../../checks/insecure-patterns/engine/analyse.ts'
import { patternOptions } from '../../../checks/insecure-patterns/engine/definition.ts'
import type { RuleData } from '../../../checks/insecure-patterns/engine/schema.ts'
import { matcher } from '../../../src/model/index.ts'
import { folderProject } from './folder-project.ts'

/** Runs rules over every file of a checkout that they look at by default, and prints what they say of it. */
export async function scan(folder: string, rules: ReadonlyMap<string, RuleData>): Promise<void> {
  const project = folderProject(folder)
  const isExcluded = matcher(patternOptions.parse({}).exclude)
  const paths = [...project.paths].filter((path) => ruleLanguage(path) && !isExcluded(path)).toSorted()
  let [lines, findings, worst, worstPath] = [0, 0, 0, '']
  const started = process.cpuUsage()
  for (const path of paths) {
    const text = readFileSync(join(folder, path), 'utf8')
    const from = performance.now()
    const { matches, notLookedAt } = await analyse(path, text, rules, project)
    const took = performance.now() - from
    if (took > worst) [worst, worstPath] = [took, path]
    lines += text.split('\n').length
    if (notLookedAt !== undefined) console.log(`${path}: not looked at, ${notLookedAt}`)
    for (const [rule, list] of matches) {
      findings += list.length
      for (const { region, message, steps } of list)
        console.log(`${path}:${region.startLine} ${rule} ${message} (${steps.length} steps)`)
    }
  }
  const { user, system } = process.cpuUsage(started)
  const seconds = (user + system) / 1e6
  console.log(
    `${findings} findings in ${lines} lines of ${paths.length} files; ${Math.round(paths.length / seconds)} files/s of processor time, worst ${Math.round(worst)} ms (${worstPath}), ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  )
}
