import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { analyse, ruleLanguage } from '../../../checks/insecure-patterns/engine/analyse.ts'
import { patternOptions } from '../../../checks/insecure-patterns/engine/definition.ts'
import type { RuleData } from '../../../checks/insecure-patterns/engine/schema.ts'
import { matcher } from '../../../src/model/index.ts'
import { codeqlTests } from './codeql-tests.ts'
import { folderProject } from './folder-project.ts'
import { semgrepTests } from './semgrep-tests.ts'

/** Hears of a finding on a line that a corpus has an answer for, whether it is right by that answer. */
export type Judged = (rule: string, isRight: boolean) => void

const CHECKS = join(import.meta.dirname, '../../../checks/insecure-patterns')
const SEMGREP = [
  ...['java', 'javascript', 'typescript', 'python', 'go', 'ruby', 'php', 'csharp', 'kotlin', 'rust'],
  ...['terraform', 'dockerfile', 'yaml', 'generic/nginx'],
]
const CODEQL = ['java', 'javascript', 'python', 'go', 'csharp', 'ruby', 'rust']
/** Whole checkouts of projects in which next to nothing is wrong. */
const CLEAN = ['kafka', 'spring-boot', 'django', 'prometheus', 'fastify']

/**
 * Counts for each rule of the family how many of its findings are right by the tests of Semgrep's and CodeQL's rules, and how
 * often it speaks in clean projects, and writes that into its page, as the section `Measured`.
 */
export async function measured(
  corpus: string,
  rules: ReadonlyMap<string, RuleData>,
  day: string,
): Promise<void> {
  const answers = new Map<string, [right: number, all: number]>()
  const judged: Judged = (rule, isRight) => {
    const [right, all] = answers.get(rule) ?? [0, 0]
    answers.set(rule, [right + (isRight ? 1 : 0), all + 1])
  }
  for (const folder of SEMGREP)
    await semgrepTests(join(corpus, 'semgrep-rules'), folder, rules, { list: false, preview: true, judged })
  for (const language of CODEQL) await codeqlTests(join(corpus, 'codeql'), language, rules, false, judged)

  const spoken = new Map<string, number>()
  let lines = 0
  const isExcluded = matcher(patternOptions.parse({}).exclude)
  for (const folder of CLEAN) {
    const root = join(corpus, folder)
    const project = folderProject(root)
    for (const path of [...project.paths].filter((one) => ruleLanguage(one) && !isExcluded(one))) {
      const text = readFileSync(join(root, path), 'utf8')
      lines += text.split('\n').length
      const { matches } = await analyse(path, text, rules, project)
      for (const [rule, found] of matches) spoken.set(rule, (spoken.get(rule) ?? 0) + found.length)
    }
  }
  for (const page of globSync('*/rule.md', { cwd: CHECKS })) {
    const rule = `insecure-patterns/${basename(dirname(page))}`
    const [right, all] = answers.get(rule) ?? [0, 0]
    const judgement =
      all === 0
        ? "The tests of Semgrep's and CodeQL's rules have no answer for a line that this rule reports."
        : `By the tests of Semgrep's and CodeQL's rules ${right} of ${all} findings are right (${Math.floor((100 * right) / all)} %), where CodeQL's silence counts as wrong.`
    const clean = rules.has(rule)
      ? ` In ${lines.toLocaleString('en')} lines of Kafka, Spring Boot, Django, Prometheus and fastify it ${times(spoken.get(rule) ?? 0)}.`
      : ''
    const section = `## Measured\n\n${judgement}${clean} \`npm run corpus:security -- measured\`, ${day}; [what was read](../../../docs/precision.md#flows-of-insecure-patterns).\n\n`
    const path = join(CHECKS, page)
    const text = readFileSync(path, 'utf8').replace(/^## Measured\n[^]*?(?=^## )/m, '')
    writeFileSync(
      path,
      text.replace(/^## Reported$/m, () => `${section}## Reported`),
    )
  }
}

const times = (count: number): string =>
  count === 0 ? 'never speaks' : count === 1 ? 'speaks once' : `speaks ${count} times`
