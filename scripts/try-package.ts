import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

/**
 * Packs the project, installs the package into an empty folder as a user would, and uses it there: the command
 * line on a small repository, and the library. Needs the npm registry. Throws where anything of it fails.
 */
const root = join(import.meta.dirname, '..')
const dir = mkdtempSync(join(tmpdir(), 'roadmap-package-'))
const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}` }

function run(command: string, args: string[], cwd = dir): string {
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

try {
  run(process.execPath, [join(root, 'scripts/build.ts')], root)
  const packed = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', dir], root)) as {
    filename: string
    size: number
    entryCount: number
  }[]
  const [archive] = packed
  if (!archive) throw new Error('npm packed nothing')
  writeFileSync(join(dir, 'package.json'), '{ "private": true, "type": "module" }')
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', join(dir, archive.filename)])

  const help = run('npx', ['roadmap-review', '--help'])
  if (!help.includes('assess')) throw new Error(`unexpected help:\n${help}`)
  const rules = JSON.parse(run('npx', ['roadmap-review', 'rules', '--format', 'json'])) as unknown[]
  if (rules.length === 0) throw new Error('the package has no rules')
  run('npx', ['roadmap-review', 'explain', 'insecure-patterns/sql-injection'])
  run('npx', ['roadmap-review', 'init'])
  run('npx', ['roadmap-review', 'config', 'check'])

  const git = (...args: string[]): string =>
    run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], join(dir, 'shop'))
  run('git', ['init', '--quiet', '--initial-branch=main', 'shop'])
  git('commit', '--quiet', '--allow-empty', '--message=base')
  git('checkout', '--quiet', '-b', 'change')
  writeFileSync(
    join(dir, 'shop', 'users.js'),
    `import pg from 'pg'\nconst pool = new pg.Pool()\nexport const find = (name) => pool.query("SELECT * FROM users WHERE name = '" + name + "'")\n`,
  )
  git('add', '--all')
  git('commit', '--quiet', '--message=change')
  const review = ['roadmap-review', 'review', '--repo', 'shop', '--fail-on', 'never', '--format', 'json']
  const { findings } = JSON.parse(run('npx', review)) as { findings: unknown[] }
  if (findings.length === 0) throw new Error('the installed package found nothing')

  writeFileSync(
    join(dir, 'library.js'),
    `import { memoryChangeSet, review, defaultConfig } from 'roadmap-review'
const result = await review({ changeSet: memoryChangeSet({}, { 'a.txt': 'a' }), config: defaultConfig(), now: new Date(0) })
if (result.conclusion !== 'success') throw new Error(JSON.stringify(result))\n`,
  )
  run('node', ['library.js'])
  console.log(
    `${archive.filename}: ${archive.entryCount} files, ${Math.round(archive.size / 1024)} KiB; ${rules.length} rules, ${findings.length} finding(s) in the installed package`,
  )
} finally {
  rmSync(dir, { recursive: true, force: true })
}
