import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { go } from '../../../src/parse/reach/go/ecosystem.ts'
import type { Checkout, Executed, Suite } from './suites.ts'

/** Where Debian's `golang-*-dev` packages put sources, tests included; the network is not asked for modules. */
const SOURCES = '/usr/share/gocode/src'
/** The standard library lies beside its compiler. */
const STANDARD = 'std'

export const GO_SUITES: readonly Suite[] = [
  suite('github.com/gin-gonic/gin'),
  suite('github.com/labstack/echo'),
  suite('github.com/spf13/cobra'),
  suite('github.com/spf13/viper'),
  suite('github.com/prometheus/common'),
  suite('github.com/stretchr/testify'),
  suite(STANDARD, 'encoding text html container bufio bytes strings sort path go/ast go/parser mime'),
]

/** @param only folders of it that are tested, and held against what ran; without, all */
function suite(name: string, only = ''): Suite {
  const folders = only.split(' ')
  const isIn = (path: string): boolean =>
    only === '' || folders.some((folder) => path.startsWith(`${folder}/`))
  return {
    name,
    kind: 'modular',
    ecosystem: go,
    command: () => [],
    checkout: () => checkout(name, folders),
    run: (folder, tests) => run(folder, tests),
    isTest: (path) => isIn(path) && path.endsWith('_test.go'),
    isCode: (path) => isIn(path) && path.endsWith('.go'),
  }
}

/** A copy in a folder that is laid out as the compiler wants it. */
function checkout(name: string, folders: readonly string[]): Checkout {
  const root = mkdtempSync(join(tmpdir(), 'roadmap-go-'))
  const from = name === STANDARD ? join(goEnvironment('GOROOT'), 'src') : join(SOURCES, name)
  const folder = join(root, 'src', name)
  for (const one of [...folders, 'go.mod'].filter((path) => existsSync(join(from, path))))
    cpSync(join(from, one), join(folder, one), { recursive: true, dereference: true })
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  const remove = (): Promise<void> => Promise.resolve(rmSync(root, { recursive: true, force: true }))
  return { folder, paths, [Symbol.asyncDispose]: remove }
}

function goEnvironment(name: string): string {
  return execFileSync('go', ['env', name], { encoding: 'utf8' }).trim()
}

/** Runs the tests of some files: all are compiled, for what they share. */
function run(folder: string, tests: readonly string[]): Executed {
  const out = mkdtempSync(join(tmpdir(), 'roadmap-coverage-'))
  const isStandard = folder.endsWith(`/${STANDARD}`)
  const root = folder.slice(0, folder.indexOf('/src/'))
  try {
    const names = tests.flatMap((path) =>
      [...readFileSync(join(folder, path), 'utf8').matchAll(/^func ((?:Test|Example|Fuzz)\w*)\(/gm)].map(
        ([, name]) => name,
      ),
    )
    const settings = {
      cwd: isStandard ? join(goEnvironment('GOROOT'), 'src') : folder,
      env: isStandard
        ? process.env
        : { ...process.env, GO111MODULE: 'off', GOPATH: `${root}:${SOURCES.replace(/\/src$/, '')}` },
    }
    const packages = isStandard
      ? [...new Set(tests.map((path) => path.slice(0, path.lastIndexOf('/'))))]
      : compiling(settings)
    const profile = join(out, 'profile')
    spawnSync(
      'go',
      [
        'test',
        '-short',
        `-coverpkg=${packages.join(',')}`,
        `-coverprofile=${profile}`,
        '-run',
        `^(?:${names.join('|')})$`,
        ...packages,
      ],
      {
        ...settings,
        stdio: 'ignore',
        timeout: 15 * 60_000,
      },
    )
    if (!existsSync(profile)) throw new Error(`the suite left no profile in ${out}`)
    const prefix = isStandard ? '' : `${folder.slice(`${root}/src/`.length)}/`
    return fromProfile(readFileSync(profile, 'utf8'), folder, prefix)
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** Packages all of whose imports are here, those of their tests too. */
function compiling(settings: { cwd: string; env: NodeJS.ProcessEnv }): string[] {
  const format = '{{if not .ForTest}}{{.ImportPath}} {{len .DepsErrors}}{{end}}'
  const list = execFileSync('go', ['list', '-e', '-test', '-f', format, './...'], {
    ...settings,
    encoding: 'utf8',
  })
  const lines = list.split('\n').filter(Boolean)
  const broken = new Set(
    lines.filter((line) => !line.endsWith(' 0')).map((line) => line.replace(/(?:\.test)? \d+$/, '')),
  )
  return [...new Set(lines.map((line) => line.replace(/(?:\.test)? \d+$/, '')))].filter(
    (one) => !broken.has(one),
  )
}

/** Functions begin lines of their own: a block belongs to the declaration that begins before it. */
function fromProfile(profile: string, folder: string, prefix: string): Executed {
  const [ran, seen] = [new Set<string>(), new Set<string>()]
  const starts = new Map<string, number[]>()
  for (const [, name = '', start = '', count = ''] of profile.matchAll(
    /^(.+\.go):(\d+)\.\d+,\d+\.\d+ \d+ (\d+)$/gm,
  )) {
    if (!name.startsWith(prefix)) continue
    const path = name.slice(prefix.length)
    let known = starts.get(path)
    if (!known) starts.set(path, (known = declarations(join(folder, path))))
    const line = known.findLast((one) => Math.abs(one) <= Number(start))
    if (line === undefined || line < 0) continue
    seen.add(`${path}:${line}`)
    if (count !== '0') ran.add(`${path}:${line}`)
  }
  return { ran, seen }
}

/** Lines at which functions begin; negative those of other declarations. */
function declarations(path: string): number[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      line.startsWith('func ') ? [index + 1] : /^(?:var|const|type)\b/.test(line) ? [-index - 1] : [],
    )
}
