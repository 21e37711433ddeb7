import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jvm } from '../../../src/parse/reach/jvm/ecosystem.ts'
import type { Checkout, Executed, Suite } from './suites.ts'

/** Debian's `junit5`, `libjacoco-java` and the libraries of tests: the network is not asked for packages. */
const JARS = '/usr/share/java'
const LIBRARIES =
  'junit-jupiter junit-jupiter-api junit-jupiter-params junit-jupiter-engine junit-vintage-engine junit4 junit-platform-commons junit-platform-engine junit-platform-launcher junit-platform-console junit-platform-reporting opentest4j opentest4j-reporting-events opentest4j-reporting-schema apiguardian-api picocli commons-lang3 commons-io hamcrest mockito-core assertj-core'
const COVERAGE = 'org.jacoco.agent.rt org.jacoco.core asm asm-commons asm-tree asm-analysis'
const MAIN = 'src/main/java/'
const TEST = 'src/test/java/'
/** Test files that need what Debian does not have are left out, round by round. */
const ROUNDS = 12

export const JAVA_SUITES: readonly Suite[] = [
  suite('apache+commons-codec'),
  suite('apache+commons-cli'),
  suite('apache+commons-collections'),
  suite('apache+commons-lang'),
]

function suite(name: string): Suite {
  return {
    name,
    kind: 'modular',
    ecosystem: jvm,
    command: () => [],
    checkout: () => checkout(name),
    run,
    isTest: (path) => path.startsWith(TEST) && /Tests?\.java$/.test(path),
    isCode: (path) => path.startsWith(MAIN),
  }
}

function checkout(name: string): Checkout {
  const corpus = process.env['CORPUS_DIR'] ?? ''
  const clone = [join(corpus, name, 'repo'), join(corpus, name)].find((path) => existsSync(path)) ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'roadmap-java-'))
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${clone}`, folder], { stdio: 'inherit' })
  const paths = list(folder)
  const remove = (): Promise<void> => Promise.resolve(rmSync(folder, { recursive: true, force: true }))
  return { folder, paths, [Symbol.asyncDispose]: remove }
}

function list(folder: string): string[] {
  const listed = execFileSync('git', ['ls-files'], { cwd: folder, encoding: 'utf8' })
  return listed.split('\n').filter(Boolean)
}

function jars(names: string): string[] {
  return names.split(' ').map((name) => join(JARS, `${name}.jar`))
}

function run(folder: string, tests: readonly string[]): Executed {
  const out = mkdtempSync(join(tmpdir(), 'roadmap-coverage-'))
  try {
    const [main, test] = [join(out, 'main'), join(out, 'test')]
    const all = list(folder)
    const code = all.filter((path) => path.startsWith(MAIN) && path.endsWith('.java'))
    const left = compile(folder, code, main, '')
    if (left.length < code.length) throw new Error(`${code.length - left.length} files do not compile`)
    const shared = all.filter((path) => path.startsWith(TEST) && /(?<!Tests?)\.java$/.test(path))
    compile(folder, [...shared, ...tests], test, main)
    for (const resources of ['src/main/resources', 'src/test/resources'])
      if (existsSync(join(folder, resources)))
        cpSync(join(folder, resources), test, { recursive: true, force: false })
    const data = join(out, 'data.exec')
    spawnSync(
      'java',
      [
        `-javaagent:${agent(out)}=destfile=${data},includes=org.apache.*`,
        '-cp',
        [main, test, ...jars(LIBRARIES)].join(':'),
        'org.junit.platform.console.ConsoleLauncher',
        '--scan-classpath',
        test,
        '--details=none',
      ],
      { cwd: folder, stdio: 'ignore', timeout: 15 * 60_000 },
    )
    if (!existsSync(data)) throw new Error(`the suite left no data in ${out}`)
    return fromJacoco(out, data, main, folder)
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** Compiles what compiles, and tells which files did. */
function compile(folder: string, files: readonly string[], to: string, classes: string): string[] {
  let left = [...files]
  mkdirSync(to, { recursive: true })
  for (let round = 0; round < ROUNDS && left.length > 0; round++) {
    const list = join(to, '..', 'files')
    writeFileSync(list, left.join('\n'))
    const { status, stderr } = spawnSync(
      'javac',
      [
        ...'-nowarn -g -proc:none -Xmaxerrs 100000 --release 11 -encoding UTF-8 -cp'.split(' '),
        [classes, ...jars(LIBRARIES)].join(':'),
        '-d',
        to,
        `@${list}`,
      ],
      { cwd: folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
    )
    if (status === 0) return left
    const broken = new Set([...stderr.matchAll(/^(\S+\.java):\d+: error/gm)].map(([, path]) => path))
    if (broken.size === 0) throw new Error(stderr.slice(0, 1000))
    left = left.filter((path) => !broken.has(path))
  }
  return left
}

/** Debian's agent names no class to begin with: an archive that does, and brings what it needs. */
function agent(out: string): string {
  const manifest = join(out, 'manifest')
  const needed = jars(COVERAGE).join(' \n ')
  writeFileSync(manifest, `Premain-Class: org.jacoco.agent.rt.internal.PreMain\nClass-Path: ${needed} \n`)
  const archive = join(out, 'agent.jar')
  execFileSync('jar', ['cfm', archive, manifest])
  return archive
}

const REPORT = `
import java.io.*; import java.util.*; import org.jacoco.core.analysis.*; import org.jacoco.core.tools.*;
public class Report { public static void main(String[] a) throws Exception {
  ExecFileLoader loader = new ExecFileLoader(); loader.load(new File(a[0]));
  CoverageBuilder all = new CoverageBuilder();
  new Analyzer(loader.getExecutionDataStore(), all).analyzeAll(new File(a[1]));
  for (IClassCoverage c : all.getClasses()) for (IMethodCoverage m : c.getMethods())
    System.out.println(c.getPackageName() + "/" + c.getSourceFileName() + " " + m.getFirstLine() + " " + m.getMethodCounter().getCoveredCount());
} }`

/** Methods are counted from their first statement, wherever they are declared. */
function fromJacoco(out: string, data: string, classes: string, folder: string): Executed {
  const program = join(out, 'Report.java')
  writeFileSync(program, REPORT)
  const report = execFileSync('java', ['-cp', jars(COVERAGE).join(':'), program, data, classes], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  const [ran, seen] = [new Set<string>(), new Set<string>()]
  for (const line of report.split('\n').filter(Boolean)) {
    const [file = '', first = '', covered = ''] = line.split(' ')
    const path = `${MAIN}${file}`
    if (!existsSync(join(folder, path))) continue
    const key = `${path}:${first}`
    seen.add(key)
    if (covered !== '0') ran.add(key)
  }
  return { ran, seen, by: 'statement' }
}
