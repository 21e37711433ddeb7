import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// `node scripts/complete-lock-file.ts`, after `npm install <package>`: npm drops the optional packages of other
// platforms from the lock file where its registry does not have them, and `npm ci` then refuses the file
// everywhere (https://github.com/npm/cli/issues/4828). What is dropped can be told from its parent, except the hash.
interface Locked {
  version?: string
  dev?: boolean
  license?: string
  engines?: Record<string, string>
  optional?: boolean
  cpu?: string[]
  os?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

/** Names of processors that npm calls otherwise. */
const PROCESSORS: Partial<Record<string, string>> = { aarch64: 'arm64', armv7: 'arm' }

const file = join(import.meta.dirname, '../package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Locked> }
const added = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) => {
  const names = Object.keys(optionalDependencies)
  const sibling = names.map((name) => lock.packages[pathOf(name)]).find((one) => one !== undefined)
  return names.flatMap((name) => {
    const version = optionalDependencies[name] ?? ''
    const entry = lock.packages[pathOf(name)] || !sibling ? undefined : entryOf(name, version, sibling)
    return entry ? [[pathOf(name), entry] as const] : []
  })
})
const all = [...Object.entries(lock.packages), ...added]
lock.packages = Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b, 'en')))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added.length} packages of other platforms added to package-lock.json`)

function pathOf(name: string): string {
  return `node_modules/${name}`
}

/** `@scope/binding-linux-x64-musl` says system, processor and C library; a name of another form is left alone. */
function entryOf(name: string, version: string, sibling: Locked): Locked | undefined {
  const platform =
    /(?:^|[/-])(android|darwin|freebsd|linux|openharmony|win32|windows)-([a-z0-9]+)(?:-(gnu|musl))?/.exec(
      name,
    )
  const [, os, cpu, libc] = platform ?? []
  if (os === undefined || cpu === undefined || !/^\d/.test(version)) return undefined
  return {
    version,
    cpu: [PROCESSORS[cpu] ?? cpu],
    ...(sibling.dev && { dev: true }),
    ...(os === 'linux' && libc && cpu !== 'arm' && { libc: [libc === 'gnu' ? 'glibc' : 'musl'] }),
    ...(sibling.license && { license: sibling.license }),
    optional: true,
    os: [os === 'windows' ? 'win32' : os],
    ...(sibling.engines && { engines: sibling.engines }),
  }
}
