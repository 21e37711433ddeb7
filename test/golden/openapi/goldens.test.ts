import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { rules } from '../../../checks/index.ts'
import { defaultConfig } from '../../../config/index.ts'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import { review } from '../../../src/engine/index.ts'

// Each finding stands here with the text of the line it points at, so that a wrong line is seen by who reads it. All were
// read one by one. When one changes, read it again before the file is updated.
const CASES = readdirSync(import.meta.dirname).filter((name) =>
  statSync(join(import.meta.dirname, name)).isDirectory(),
)

function filesOf(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  return Object.fromEntries(
    paths
      .filter((path) => statSync(path).isFile())
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  )
}

let total = 0

test.each(CASES)('%s', async (name) => {
  const files = {
    base: filesOf(join(import.meta.dirname, name, 'base')),
    head: filesOf(join(import.meta.dirname, name, 'head')),
  }
  const answer = await review({
    changeSet: memoryChangeSet(files.base, files.head),
    config: defaultConfig(),
    now: new Date('2026-01-15T12:00:00Z'),
    rules: rules.filter(({ family }) => family === 'api-compatibility'),
  })
  const shown = answer.findings.filter(({ verdict }) => verdict.shown)
  total += shown.length
  const text = shown.map(({ level, ruleId, message, location: { side, path, region } }) => {
    const line = files[side][path]?.split('\n')[(region?.startLine ?? 0) - 1]?.trim()
    return `${level} ${ruleId.replace('api-compatibility/', '')}\n  ${side} ${path}:${region?.startLine} | ${line}\n  ${message}\n`
  })
  await expect(text.join('\n')).toMatchFileSnapshot(`./${name}/findings.txt`)
})

test('there are sixty of them', () => {
  expect(total).toBeGreaterThanOrEqual(60)
})
