import { join } from 'node:path'
import { bearerTests } from './bearer-tests.ts'
import { BENCHMARKS, runBenchmark, scoreTable } from './benchmark.ts'
import { codeqlTests } from './codeql-tests.ts'
import { folderProject } from './folder-project.ts'
import { gitleaks } from './gitleaks/gitleaks.ts'
import { juliet } from './juliet.ts'
import { phpSuite } from './php-suite.ts'
import { measured } from './measured.ts'
import { patternRules } from './rules.ts'
import { scan } from './scan.ts'
import { scanSecrets } from './scan-secrets.ts'
import { semgrepImport } from './semgrep-import.ts'
import { semgrepTests } from './semgrep-tests.ts'
import { sonarTests } from './sonar-tests.ts'

const USAGE = `CORPUS_DIR=<clones> npm run corpus:security -- <name> [--in-file] [--list] [--tuning]
Names: ${Object.keys(BENCHMARKS).join(', ')}. CORPUS_DIR holds a checkout of each under its project's name.
--in-file: no other file of the project is read. --list: names the cases with a wrong answer, of the tuning half.
scan <folder>: every file of a checkout in CORPUS_DIR, by the stable rules; --preview: by all.
secrets <folder>: what is reported as a secret in every file of a checkout; [--show]: with its line.
gitleaks: how many of its samples are found as secrets (gitleaks in CORPUS_DIR);
  --config: with the rule set of the clone as the repository's own.
juliet: servlet cases (juliet-test-suite in CORPUS_DIR); flow variants with even numbers were looked at.
semgrep-import: how many of Semgrep's rules translate, and what they find in their own tests (semgrep-rules in CORPUS_DIR).
semgrep-tests <folder>: what our rules say of the tests of Semgrep's in java, python, ...; [--preview] [--list].
sonar-tests <language>: what our rules say of the samples of Sonar's security checks; [--preview] [--list].
codeql-tests <language>: what our rules say of the tests of CodeQL's security queries; [--preview] [--list].
bearer-tests <language>: what our rules say of the tests of Bearer's rules; [--preview] [--list].
measured: how often each rule is right by the tests of Semgrep's and CodeQL's, and how often it speaks in kafka, spring-boot,
  django, prometheus and fastify, written into its page.
php-suite: what our stable rules say of NIST's generated cases for PHP (PHP-Vulnerability-test-suite in CORPUS_DIR); [--list].
--tuning: prints the half that knowledge was tuned on alone.`

const corpus = process.env['CORPUS_DIR']
const [name = '', ...flags] = process.argv.slice(2)
const benchmark = BENCHMARKS[name]
if (corpus !== undefined && name === 'scan' && flags[0] !== undefined) {
  const rules = [...patternRules()].filter(
    ([, rule]) => rule.status === 'stable' || flags.includes('--preview'),
  )
  await scan(join(corpus, flags[0]), new Map(rules))
  process.exit(0)
}
if (corpus !== undefined && name === 'juliet') {
  for (const [title, half] of [
    ['Even-numbered flow variants: looked at', 0],
    ['Odd-numbered flow variants: never looked at', 1],
  ] as const) {
    if (half === 1 && flags.includes('--tuning')) break
    const answers = await juliet(corpus, patternRules(), (variant) => variant % 2 === half)
    console.log(`${title}\n${scoreTable(answers)}\n`)
    if (flags.includes('--list') && half === 0)
      for (const { name: one, isWrong, reported } of answers)
        if (isWrong !== reported) console.log(`${one} ${isWrong ? 'missed' : 'false alarm'}`)
  }
  process.exit(0)
}
if (corpus !== undefined && name === 'semgrep-import') {
  await semgrepImport(join(corpus, 'semgrep-rules'))
  process.exit(0)
}
if (corpus !== undefined && name === 'semgrep-tests' && flags[0] !== undefined) {
  const rules = [...patternRules()].filter(
    ([, rule]) => rule.status === 'stable' || flags.includes('--preview'),
  )
  await semgrepTests(join(corpus, 'semgrep-rules'), flags[0], new Map(rules), {
    list: flags.includes('--list'),
    preview: flags.includes('--preview'),
  })
  process.exit(0)
}
if (corpus !== undefined && name === 'sonar-tests' && flags[0] !== undefined) {
  const rules = [...patternRules()].filter(
    ([, rule]) => rule.status === 'stable' || flags.includes('--preview'),
  )
  await sonarTests(corpus, flags[0], new Map(rules), flags.includes('--list'))
  process.exit(0)
}
if (corpus !== undefined && name === 'codeql-tests' && flags[0] !== undefined) {
  const rules = [...patternRules()].filter(
    ([, rule]) => rule.status === 'stable' || flags.includes('--preview'),
  )
  await codeqlTests(join(corpus, 'codeql'), flags[0], new Map(rules), flags.includes('--list'))
  process.exit(0)
}
if (corpus !== undefined && name === 'bearer-tests' && flags[0] !== undefined) {
  const rules = [...patternRules()].filter(
    ([, rule]) => rule.status === 'stable' || flags.includes('--preview'),
  )
  await bearerTests(join(corpus, 'bearer-rules'), flags[0], new Map(rules), {
    list: flags.includes('--list'),
  })
  process.exit(0)
}
if (corpus !== undefined && name === 'measured') {
  await measured(corpus, patternRules(), new Date().toISOString().slice(0, 10))
  process.exit(0)
}
if (corpus !== undefined && name === 'php-suite') {
  const rules = [...patternRules()].filter(([, rule]) => rule.status === 'stable')
  await phpSuite(join(corpus, 'PHP-Vulnerability-test-suite'), new Map(rules), {
    list: flags.includes('--list'),
  })
  process.exit(0)
}
if (corpus !== undefined && name === 'secrets' && flags[0] !== undefined) {
  scanSecrets(join(corpus, flags[0]), flags.includes('--show'))
  process.exit(0)
}
if (corpus !== undefined && name === 'gitleaks') {
  gitleaks(join(corpus, 'gitleaks'), flags.includes('--list'), flags.includes('--config'))
  process.exit(0)
}
if (corpus === undefined || !benchmark) {
  console.error(USAGE)
  process.exit(2)
}
const started = performance.now()
const results = await runBenchmark(
  benchmark,
  corpus,
  patternRules(),
  flags.includes('--in-file') ? undefined : folderProject,
)
const seconds = (performance.now() - started) / 1000
const isTuned = (one: { name: string }): boolean => Number(/\d+$/.exec(one.name)?.[0]) % 2 === 0
const tuned = results.filter(isTuned)
console.log(`Even-numbered cases: knowledge was tuned on these alone\n${scoreTable(tuned)}`)
if (!flags.includes('--tuning')) {
  console.log(`\nOdd-numbered cases: never looked at\n${scoreTable(results.filter((one) => !isTuned(one)))}`)
  console.log(`\nAll\n${scoreTable(results)}`)
}
console.log(
  `\n${results.length} files in ${seconds.toFixed(1)} s, ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
)
if (flags.includes('--list')) {
  for (const { name: one, category, isWrong, reported } of tuned)
    if (isWrong !== reported) console.log(`${category} ${one} ${isWrong ? 'missed' : 'false alarm'}`)
}
