import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Clones whose files make the trees, one after the other: large projects of TypeScript. */
export const PROJECTS = ['Unleash+unleash', 'outline+outline']

const CODE = /\.(?:[cm]?[jt]s|[jt]sx)$/
const MANIFEST = /(?:^|\/)(?:package|tsconfig[^/]*|jsconfig[^/]*)\.json$/

/** The work trees of all projects side by side. */
export interface Whole extends Disposable {
  folder: string
  /** Files of code, by project and path. */
  code: string[]
  manifests: string[]
}

/** Checks the projects out under a temporary folder. */
export function checkOut(corpus: string): Whole {
  const folder = mkdtempSync(join(tmpdir(), 'bench-tests-'))
  const [code, manifests]: [string[], string[]] = [[], []]
  for (const name of PROJECTS) {
    const nested = join(corpus, name, 'repo')
    const repository = existsSync(nested) ? nested : join(corpus, name)
    const own = join(folder, name)
    mkdirSync(own)
    const archive = `${own}.tar`
    const packed = spawnSync('git', ['-C', repository, 'archive', '-o', archive, 'HEAD'])
    if (packed.status !== 0) throw new Error(`${repository} is no clone with its files`)
    const unpacked = spawnSync('tar', ['-x', '-C', own, '-f', archive], { encoding: 'utf8' })
    if (unpacked.status !== 0) throw new Error(`${name} was not unpacked: ${unpacked.stderr}`)
    rmSync(archive)
    const listed = spawnSync('git', ['-C', repository, 'ls-tree', '-r', '--name-only', '-z', 'HEAD'], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    })
    for (const path of listed.stdout.split('\0')) {
      if (!existsSync(join(own, path))) continue
      if (CODE.test(path)) code.push(join(name, path))
      else if (MANIFEST.test(path)) manifests.push(join(name, path))
    }
  }
  return { folder, code, manifests, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The first files of code, with the manifests beside them, in a folder of their own. */
export function part(whole: Whole, files: number): Disposable & { folder: string } {
  if (whole.code.length < files) throw new Error(`${files} files asked for, ${whole.code.length} are there`)
  const folder = mkdtempSync(join(tmpdir(), 'bench-tests-part-'))
  for (const path of [...whole.code.slice(0, files), ...whole.manifests]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(join(whole.folder, path), join(folder, path))
  }
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}
