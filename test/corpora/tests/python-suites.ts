import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { python } from '../../../src/parse/reach/python/ecosystem.ts'
import type { Executed, Suite } from './suites.ts'

/** One that has pytest, coverage and what the projects ask for. */
const PYTHON = process.env['PYTHON'] ?? 'python3'

export const PYTHON_SUITES: readonly Suite[] = ['pallets+flask', 'pallets+click'].map((name) => ({
  name,
  kind: 'modular',
  ecosystem: python,
  command: () => [],
  run,
  isTest: (path) => /^tests\/(?:.*\/)?test_\w+\.py$/.test(path),
  isCode: (path) => path.startsWith('src/'),
}))

interface Report {
  files: Record<
    string,
    {
      functions: Record<
        string,
        { start_line: number; executed_lines: number[]; summary: { num_statements: number } }
      >
    }
  >
}

function run(folder: string, tests: readonly string[]): Executed {
  const out = mkdtempSync(join(tmpdir(), 'roadmap-coverage-'))
  const report = join(out, 'report.json')
  const coverage = (...words: string[]): void => {
    spawnSync(PYTHON, ['-m', 'coverage', ...words], {
      cwd: folder,
      env: { ...process.env, PYTHONPATH: join(folder, 'src'), COVERAGE_FILE: join(out, 'data') },
      stdio: 'ignore',
      timeout: 15 * 60_000,
    })
  }
  try {
    coverage(
      'run',
      '--rcfile=/dev/null',
      '--source=src',
      '-m',
      'pytest',
      '-q',
      '--continue-on-collection-errors',
      ...tests,
    )
    coverage('json', '--rcfile=/dev/null', '-o', report)
    if (!existsSync(report)) throw new Error(`the suite left no report in ${out}`)
    const [ran, seen] = [new Set<string>(), new Set<string>()]
    for (const [path, { functions }] of Object.entries(
      (JSON.parse(readFileSync(report, 'utf8')) as Report).files,
    )) {
      for (const { start_line: line, executed_lines: lines, summary } of Object.values(functions)) {
        if (summary.num_statements === 0) continue
        seen.add(`${path}:${line}`)
        if (lines.length > 0) ran.add(`${path}:${line}`)
      }
    }
    return { ran, seen }
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}
