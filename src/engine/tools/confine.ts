import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Bounds that the kernel keeps. */
export interface ToolLimits {
  /** What `prlimit` calls them: `as` counts all addresses, `data` what a program can write to. In bytes. */
  memory: { as: number } | { data: number }
  /** Of any file that the tool writes, in bytes. */
  fileSize: number
}

/** Go reserves far more than it touches. */
export const USUAL_LIMITS: ToolLimits = {
  memory: { as: 6 * 1024 * 1024 * 1024 },
  fileSize: 64 * 1024 * 1024,
}
/** Processor time of a tool, in seconds: the kernel's own bound, where our timer is gone with its process. */
const PROCESSOR_SECONDS = 120

/** What a tool is started through, and whether that takes the network from it. */
export interface Confinement {
  prefix: readonly string[]
  network: 'none' | 'not confined'
}

const known = new Map<string, Promise<Confinement>>()

/**
 * The strictest confinement that this platform allows, tried once per process and limits. On Linux: a network namespace
 * with nothing in it, limits on memory, processor time and file sizes, and the tool ends when we do. Elsewhere,
 * and where namespaces are forbidden, the network stays reachable in principle.
 */
export function confinement(limits: ToolLimits = USUAL_LIMITS): Promise<Confinement> {
  const key = JSON.stringify(limits)
  const found = known.get(key) ?? strictest(limits)
  known.set(key, found)
  return found
}

async function strictest({ memory, fileSize }: ToolLimits): Promise<Confinement> {
  if (process.platform !== 'linux') return { prefix: [], network: 'not confined' }
  const limits = command('prlimit', [
    ...Object.entries(memory).map(([name, bytes]) => `--${name}=${bytes}`),
    `--cpu=${PROCESSOR_SECONDS}`,
    `--fsize=${fileSize}`,
    '--core=0',
  ])
  // Last: changed credentials clear it.
  const together = command('setpriv', ['--pdeathsig', 'KILL'])
  const bounds = [...(await working(limits)), ...(await working(together))]
  for (const flags of [['--net'], ['--map-root-user', '--net']]) {
    const prefix = [...command('unshare', flags), ...bounds]
    if ((await working(command('unshare', flags))).length > 0 && (await works(prefix)))
      return { prefix, network: 'none' }
  }
  return { prefix: bounds, network: 'not confined' }
}

/** Wrappers come from the system's own folders, never from a search path. */
function command(name: string, flags: readonly string[]): string[] {
  const path = ['/usr/bin', '/bin'].map((folder) => `${folder}/${name}`).find((file) => existsSync(file))
  return path === undefined ? [] : [path, ...flags]
}

async function working(prefix: string[]): Promise<string[]> {
  return prefix.length > 0 && (await works(prefix)) ? prefix : []
}

function works([program, ...rest]: readonly string[]): Promise<boolean> {
  if (program === undefined) return Promise.resolve(false)
  const test = ['/usr/bin/true', '/bin/true'].find((file) => existsSync(file))
  if (test === undefined) return Promise.resolve(false)
  return new Promise((resolve) => {
    execFile(program, [...rest, test], { env: {}, timeout: 5000 }, (error) => resolve(error === null))
  })
}
