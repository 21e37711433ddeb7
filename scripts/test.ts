import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// `npm test`: every check the project has, all of them even when one fails, and the tests' own summary last.
const steps: readonly [name: string, command: string, ...args: string[]][] = [
  ['types', 'tsc', '--noEmit'],
  ['build', 'node', 'scripts/build.ts'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings'],
  ['format', 'oxfmt', '--check'],
  ['generated files', 'node', 'scripts/generate.ts', '--check'],
]
const failed = steps.filter(([name, command, ...args]) => !run(name, command, args)).map(([name]) => name)

const folder = mkdtempSync(join(tmpdir(), 'roadmap-review-tests-'))
// Programs that tests start read our sources without their types: once, and not in each process.
process.env['NODE_COMPILE_CACHE'] ??= join(folder, 'code')
const results = join(folder, 'results.json')
const passed = run('tests', 'vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}`,
  ...process.argv.slice(2),
])
const counts = readCounts(results)
rmSync(folder, { recursive: true })
if (failed.length > 0) console.log(`failed before the tests: ${failed.join(', ')}`)
if (counts.skipped > 0) console.log(`${counts.skipped} skipped`)
console.log(`${counts.passed} passed, ${counts.failed + failed.length} failed`)
process.exitCode = passed && failed.length === 0 && counts.failed === 0 && counts.passed > 0 ? 0 : 1

function run(name: string, command: string, args: readonly string[]): boolean {
  console.log(`\n> ${name}`)
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0
}

function readCounts(file: string): { passed: number; failed: number; skipped: number } {
  try {
    const json = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
    return {
      passed: json['numPassedTests'] ?? 0,
      failed:
        (json['numFailedTests'] ?? 0) + (json['numFailedTestSuites'] && !json['numFailedTests'] ? 1 : 0),
      skipped: json['numPendingTests'] ?? 0,
    }
  } catch (error) {
    console.error(error)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}
