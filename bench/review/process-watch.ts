import { readdirSync, readFileSync } from 'node:fs'

/** Bytes; getconf PAGESIZE on the machines that servers run on. */
const PAGE = 4096
/** Clock ticks a second; getconf CLK_TCK. */
const TICKS = 100

/** What a process and all its children together took since the last look. Linux only; elsewhere 0. */
export interface Usage {
  /** Peak, in MiB. */
  memory: number
  /** Of user and system, in milliseconds: unlike the wall time it does not depend on what else the machine does. */
  cpu: number
}

/**
 * Watches a process and its children. Memory is what each has for itself, and the largest share of files mapped by
 * several, once; the exact sums of smaps_rollup would stop the measured processes at each look. Source:
 * proc_pid_statm(5), proc_pid_stat(5).
 */
export class ProcessWatch implements Disposable {
  readonly #root: number
  readonly #timer: NodeJS.Timeout
  #peak = 0
  #cpu = 0

  constructor(root: number) {
    this.#root = root
    this.#sample()
    this.#timer = setInterval(() => this.#sample(), 100)
  }

  take(): Usage {
    this.#sample()
    const memory = Math.round((this.#peak * PAGE) / 2 ** 20)
    this.#peak = 0
    const before = this.#cpu
    this.#cpu = family(this.#root).reduce((sum, pid) => sum + ticksOf(pid), 0)
    return { memory, cpu: ((this.#cpu - before) * 1000) / TICKS }
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
  return Number(statOf(pid)[1] ?? 0)
}

/** User and system time, of ended children too. */
function ticksOf(pid: number): number {
  return statOf(pid)
    .slice(11, 15)
    .reduce((sum, value) => sum + Number(value), 0)
}

/** From the state on: the name before it stands in parentheses and may hold anything. */
function statOf(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
