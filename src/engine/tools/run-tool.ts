import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ToolAnswer, ToolName, ToolRequest } from '../../model/index.ts'
import { confinement } from './confine.ts'
import { keepAnswer, keptAnswer } from './kept-answers.ts'
import { keptFile } from './kept-files.ts'
import { ownFolder, removeFolder } from './own-folders.ts'
import { PROGRAMS, type ToolProgram } from './programs.ts'
import { refusal, writeFiles } from './tool-files.ts'

export interface ToolBounds {
  /** Ends the tool when it is aborted. */
  signal?: AbortSignal
  /** Longest time of one run, in milliseconds. */
  timeMs?: number
  /** Most that it may say on either stream, in bytes. */
  outputBytes?: number
  programs?: Readonly<Record<ToolName, ToolProgram>>
}

const LAST_WORDS = 2000

/**
 * Runs a known tool over the given texts, in a folder of its own that is removed afterwards, with an environment that holds
 * nothing of ours, and without the network where the platform can take it away.
 */
export async function runTool(request: ToolRequest, bounds: ToolBounds = {}): Promise<ToolAnswer> {
  const program = (bounds.programs ?? PROGRAMS)[request.tool]
  const refused = refusal(request.files)
  if (refused !== undefined) return { kind: 'stopped', why: `${request.tool} was not run: ${refused}` }
  const found = program.find()
  if ('why' in found) return { kind: 'unavailable', why: found.why }
  const { prefix, network } = await confinement(program.limits)
  const key = program.answers?.(request.files)
  const known = key === undefined ? undefined : keptAnswer(key)
  const confined = (answer: ToolAnswer): ToolAnswer =>
    answer.kind === 'ran' && network === 'not confined' ? { ...answer, network } : answer
  if (known) return confined(known)
  const folder = ownFolder()
  try {
    const [work, home] = [join(folder, 'work'), join(folder, 'home')]
    for (const path of [work, home]) mkdirSync(path)
    writeFiles(work, request.files)
    const beside = await program.beside?.(work, request.files)
    if (beside && 'why' in beside)
      return { kind: 'stopped', why: `${request.tool} was not run: ${beside.why}` }
    await using _ends = beside
    for (const [path, text] of Object.entries(beside?.files ?? {}))
      writeFileSync(join(work, path), text, { mode: 0o600 })
    const kept = (program.keep ?? []).flatMap((file) => keptFile(file, work, request.files) ?? [])
    const words = typeof program.arguments === 'function' ? program.arguments(work) : program.arguments
    const [command = found.path, ...rest] = [...prefix, found.path, ...words]
    const answer = await supervise(request.tool, command, rest, { work, home }, { ...program, ...bounds })
    if (answer.kind === 'ran') for (const file of kept) file[answer.exitCode === 0 ? 'take' : 'drop']()
    if (key !== undefined) keepAnswer(key, answer)
    return confined(answer)
  } finally {
    removeFolder(folder)
  }
}

function supervise(
  tool: string,
  command: string,
  words: readonly string[],
  { work, home }: { work: string; home: string },
  {
    signal,
    timeMs = 60_000,
    outputBytes = 16 * 1024 * 1024,
    silence,
  }: ToolBounds & Pick<ToolProgram, 'silence'>,
): Promise<ToolAnswer> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve({ kind: 'stopped', why: `${tool} was not started: the review was ended` })
      return
    }
    // A group of its own, so that what it may have started ends with it.
    const child = spawn(command, words, {
      cwd: work,
      env: environment(home),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    let why: string | undefined
    const stop = (reason: string): void => {
      why ??= `${tool} ${reason}`
      try {
        if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL')
        else child.kill('SIGKILL')
      } catch (error) {
        // Gone already.
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
      }
    }
    const timer = setTimeout(() => stop(`took longer than ${timeMs / 1000} s and was stopped`), timeMs)
    const quiet = (ms: number): void => stop(`did not get on for ${ms / 1000} s and was stopped`)
    let patience = silence && setTimeout(quiet, silence.first, silence.first)
    if (silence)
      child.stderr.on('data', () => {
        clearTimeout(patience)
        patience = setTimeout(quiet, silence.later, silence.later)
      })
    const onAbort = (): void => stop('was stopped: the review was ended')
    signal?.addEventListener('abort', onAbort, { once: true })
    const onExit = (): void => stop('was stopped: the program ended')
    process.once('exit', onExit)
    const collect = (stream: NodeJS.ReadableStream): Buffer[] => {
      const chunks: Buffer[] = []
      let size = 0
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > outputBytes) stop(`said more than ${outputBytes} bytes and was stopped`)
        else chunks.push(chunk)
      })
      return chunks
    }
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
    let failed: Error | undefined
    child.once('error', (error) => {
      failed = error
    })
    child.once('close', (code, killed) => {
      clearTimeout(timer)
      clearTimeout(patience)
      signal?.removeEventListener('abort', onAbort)
      process.off('exit', onExit)
      const said = Buffer.concat(stderr).toString('utf8')
      if (why !== undefined) resolve({ kind: 'stopped', why })
      else if (failed)
        resolve({ kind: 'unavailable', why: `${tool} could not be started: ${failed.message}` })
      else if (code === null || killed !== null)
        resolve({ kind: 'stopped', why: `${tool} ended unexpectedly (${killed ?? 'no exit code'})` })
      else
        resolve({
          kind: 'ran',
          exitCode: code,
          stdout: Buffer.concat(stdout).toString('utf8'),
          stderr: said.slice(-LAST_WORDS),
        })
    })
  })
}

/** Nothing of this process's. The proxy leads nowhere: a second wall where there is no network namespace. */
function environment(home: string): Record<string, string> {
  const nowhere = 'http://127.0.0.1:9'
  return {
    HOME: home,
    USERPROFILE: home,
    LOCALAPPDATA: home,
    TMPDIR: home,
    TEMP: home,
    XDG_CACHE_HOME: home,
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    GOMAXPROCS: '2',
    GOMEMLIMIT: '1536MiB',
  }
}
