import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startStandIn } from '../../test/stand-in/index.ts'
import { App } from '../review/app.ts'

/**
 * `npm run soak -- [--minutes 60] [--pause-ms 2000]`: real reviews of one pull request after another, and the app's
 * resident memory each minute. The last third must not lie above the second by more than a tenth.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    'pause-ms': { type: 'string', default: '2000' },
  },
})
const folder = await mkdtemp(join(tmpdir(), 'roadmap-soak-'))
const standIn = await startStandIn({ rateLimits: false })
const samples: number[] = []
try {
  await using app = await App.start(standIn, folder)
  const repository = await standIn.createRepository({
    name: 'shop',
    files: { 'src/a.js': 'export const a = 1\n' },
  })
  const megabytes = async (): Promise<number> => {
    const text = await (await fetch(`${app.url}/metrics`)).text()
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1] ?? 0) / 1e6
  }
  const end = performance.now() + Number(values.minutes) * 60_000
  let next = performance.now()
  for (let number = 0; performance.now() < end; number += 1) {
    await standIn.push(repository, `work-${number}`, {
      from: 'main',
      files: {
        'src/a.js': `export const a = ${number}\n`,
        'src/b.js':
          "import https from 'node:https'\nexport const b = new https.Agent({ rejectUnauthorized: false })\n",
      },
    })
    const pull = await standIn.openPull(repository, { head: `work-${number}` })
    while (!(await app.isIdle())) await sleep(100)
    await standIn.closePull(pull)
    standIn.requests.length = 0
    if (performance.now() >= next) {
      samples.push(await megabytes())
      next += 60_000
      process.stdout.write(
        `minute ${samples.length - 1}: ${samples.at(-1)?.toFixed(0)} MB, ${number + 1} reviews\n`,
      )
    }
    await sleep(Number(values['pause-ms']))
  }
} finally {
  await standIn.close()
  await rm(folder, { recursive: true, force: true })
}
const third = Math.floor(samples.length / 3)
const mean = (some: readonly number[]): number =>
  some.reduce((sum, one) => sum + one, 0) / Math.max(1, some.length)
const [second, last] = [mean(samples.slice(third, 2 * third)), mean(samples.slice(-third))]
if (third > 0) process.stdout.write(`second third ${second.toFixed(0)} MB, last ${last.toFixed(0)} MB\n`)
if (third > 0 && last > second * 1.1) process.exitCode = 1
