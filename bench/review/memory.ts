import { readdirSync, readFileSync } from 'node:fs'

/** Bytes; getconf PAGESIZE on the machines that servers run on. */
const PAGE = 4096

/**
 * Peak memory of a process and all its children together, in MiB: what each has for itself, and the largest share
 * of files mapped by several, once. Linux only; elsewhere 0, which is shown as unknown.
 * Source: proc_pid_statm(5). The exact sums of smaps_rollup would stop the measured processes at each look.
 */
export class MemoryWatch implements Disposable {
  readonly #root: number
  readonly #timer: NodeJS.Timeout
  #peak = 0

  constructor(root: number) {
    this.#root = root
    this.#sample()
    this.#timer = setInterval(() => this.#sample(), 100)
  }

  /** The highest since the last call. */
  take(): number {
    this.#sample()
    const peak = this.#peak
    this.#peak = 0
    return Math.round((peak * PAGE) / 2 ** 20)
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  #sample(): void {
    let own = 0
    let shared = 0
    for (const pid of family(this.#root)) {
      const pages = read(`/proc/${pid}/statm`).split(' ').map(Number)
      own += (pages[1] ?? 0) - (pages[2] ?? 0)
      shared = Math.max(shared, pages[2] ?? 0)
    }
    this.#peak = Math.max(this.#peak, own + shared)
  }
}

function family(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const pid of processes()) {
    const parent = parentOf(pid)
    const siblings = children.get(parent)
    if (siblings) siblings.push(pid)
    else children.set(parent, [pid])
  }
  const all = [root]
  for (const pid of all) all.push(...(children.get(pid) ?? []))
  return all
}

function processes(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

/** 0 where it ended meanwhile. */
function parentOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`)
  // The command stands in parentheses and may hold anything.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
