import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

/** Output of one git command in a repository. */
export async function git(directory: string, args: readonly string[], input = ''): Promise<string> {
  const child = spawn('git', ['-C', directory, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  // A command that does not read its input closes it early.
  child.stdin.on('error', () => {}).end(input)
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exit])
  if (code !== 0) throw new Error(`git ${args.join(' ')}: ${errors.trim()}`)
  return output
}
