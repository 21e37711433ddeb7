import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startStandIn } from '../../test/stand-in/index.ts'
import { App } from '../review/app.ts'
import { git } from '../review/git.ts'
import { ProcessWatch } from '../review/process-watch.ts'
import { reviewByApp } from '../review/review-by-app.ts'

/** Seconds that the review of a 13 MB description may take in the app. */
const TARGET = 5
const RUNS = 3
const AUTHOR = ['-c', 'user.name=Mona', '-c', 'user.email=mona@example.org']

/**
 * Opens pull requests that replace one version of the description by the other, on the stand-in for GitHub, and
 * prints how long the app's server takes from the webhook to its last request.
 */
export async function inApp(folder: string, base: string, head: string): Promise<void> {
  const clone = join(folder, 'service')
  mkdirSync(join(clone, 'api'), { recursive: true })
  await git(clone, ['init', '--quiet', '--initial-branch=main'])
  const commit = async (file: string): Promise<string> => {
    copyFileSync(file, join(clone, 'api/openapi.json'))
    await git(clone, ['add', '.'])
    await git(clone, [...AUTHOR, 'commit', '--quiet', '--message', 'The description'])
    return (await git(clone, ['rev-parse', 'HEAD'])).trim()
  }
  const range = { base: await commit(base), head: await commit(head), files: 1 }
  const standIn = await startStandIn({ directory: join(folder, 'github'), rateLimits: false })
  try {
    await using app = await App.start(standIn, folder)
    using watch = new ProcessWatch(app.pid)
    const place = { owner: 'octo-org', name: 'service', from: clone, defaultBranch: 'main' }
    const repository = await standIn.createRepository(place)
    console.log('\nIn the app, from the webhook to the last request; the first fetches the repository')
    let best = Infinity
    for (let run = 0; run <= RUNS; run++) {
      const { milliseconds, cpu, comments } = await reviewByApp({ standIn, app, watch }, repository, range)
      const seconds = milliseconds / 1000
      if (run > 0) best = Math.min(best, seconds)
      console.log(`  ${seconds.toFixed(2)} s, ${(cpu / 1000).toFixed(2)} s CPU, ${comments} comments`)
    }
    console.log(`  target ${TARGET} s`)
    if (best > TARGET) process.exitCode = 1
  } finally {
    await standIn.close()
  }
}
