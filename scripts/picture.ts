import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// `npm run picture`: the README's picture, taken of the report that `npm run demo` wrote. Wants Chromium.
const root = join(import.meta.dirname, '..')
const report = join(root, '.demo/review.html')
if (!existsSync(report)) throw new Error('there is no .demo/review.html: run `npm run demo` first')
const profile = mkdtempSync(join(tmpdir(), 'roadmap-review-picture-'))
try {
  execFileSync('chromium', [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--hide-scrollbars',
    '--disable-background-networking',
    `--user-data-dir=${profile}`,
    `--screenshot=${join(root, 'docs/images/review.png')}`,
    '--window-size=1040,1290',
    `file://${report}`,
  ])
} finally {
  rmSync(profile, { recursive: true, force: true })
}
