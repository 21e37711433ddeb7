import { mkdir } from 'node:fs/promises'
import { git } from './git.ts'

const FILES = 4_000
/** Commits that change so many files each, oldest first. */
const COMMITS: readonly { files: number; times: number }[] = [
  { files: 3_000, times: 3 },
  { files: 300, times: 5 },
  { files: 30, times: 8 },
  { files: 1, times: 60 },
]

/** A service of some thousand files in TypeScript, Python, SQL and OpenAPI, with a history of commits of each size. */
export async function generateRepository(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true })
  await git(directory, ['init', '--quiet', '--bare', '--initial-branch=main'])
  const versions = Array.from({ length: FILES }, () => 0)
  const stream: string[] = []
  let commits = 0
  const commit = (indexes: readonly number[]): void => {
    commits += 1
    const message = `Change ${commits}\n`
    stream.push(`commit refs/heads/main\nmark :${commits}`)
    stream.push(`committer Mona <mona@example.org> ${1_767_000_000 + commits * 60} +0000`)
    stream.push(`data ${message.length}\n${message}`)
    if (commits > 1) stream.push(`from :${commits - 1}`)
    for (const index of indexes) {
      const { path, content } = fileOf(index, versions[index] ?? 0)
      stream.push(`M 100644 inline ${path}\ndata ${Buffer.byteLength(content)}\n${content}`)
    }
  }
  commit(versions.map((_, index) => index))
  let next = 0
  for (const { files, times } of COMMITS) {
    for (let time = 0; time < times; time += 1) {
      const indexes = Array.from({ length: files }, () => (next += 7) % FILES)
      for (const index of indexes) versions[index] = (versions[index] ?? 0) + 1
      commit(indexes)
    }
  }
  await git(directory, ['fast-import', '--quiet', '--force'], `${stream.join('\n')}\n`)
  return directory
}

function fileOf(index: number, version: number): { path: string; content: string } {
  const part = `part-${index % 40}`
  switch (index % 10) {
    case 0:
      return { path: `services/${part}/module_${index}.py`, content: python(index, version) }
    case 1:
      return {
        path: `db/migrations/${String(index).padStart(6, '0')}_step.up.sql`,
        content: `create table t_${index} (id bigint primary key, v_${version} text);\n`,
      }
    case 2:
      return {
        path: `db/migrations/${String(index - 1).padStart(6, '0')}_step.down.sql`,
        content: `-- version ${version}\ndrop table t_${index - 1};\n`,
      }
    case 3:
      return { path: `docs/${part}/page-${index}.md`, content: `# Page ${index}\n\nVersion ${version}.\n` }
    case 4:
      return { path: `api/${part}/api-${index}.json`, content: openapi(index, version) }
    case 5:
      return { path: `services/${part}/test/unit-${index}.test.ts`, content: unitTest(index, version) }
    default:
      return { path: `services/${part}/src/unit-${index}.ts`, content: typescript(index, version) }
  }
}

function typescript(index: number, version: number): string {
  const functions = Array.from(
    { length: 12 },
    (_, n) => `
/** Adds what is due in step ${n}. */
export function step${n}(amounts: readonly number[], rate = ${version}): number {
  let total = 0
  for (const amount of amounts) {
    if (amount > ${n}) total += amount * rate
  }
  return total
}
`,
  )
  return `export const name = 'unit-${index}'\n${functions.join('')}`
}

function unitTest(index: number, version: number): string {
  return `import { expect, test } from 'vitest'
import { step0 } from '../src/unit-${index + 1}.ts'

test('adds', () => {
  expect(step0([1, 2], ${version})).toBe(${3 * version})
})
`
}

function python(index: number, version: number): string {
  const functions = Array.from(
    { length: 12 },
    (_, n) => `
def step_${n}(rows, rate=${version}):
    total = 0
    for row in rows:
        if row.amount > ${n}:
            total += row.amount * rate
    return total
`,
  )
  return `"""Unit ${index}."""\n${functions.join('\n')}`
}

function openapi(index: number, version: number): string {
  const paths = Object.fromEntries(
    Array.from({ length: 8 }, (_, n) => [
      `/things-${index}/${n}`,
      { get: { summary: `Version ${version}`, responses: { 200: { description: 'The thing.' } } } },
    ]),
  )
  const description = { openapi: '3.0.3', info: { title: `API ${index}`, version: '1.0.0' }, paths }
  return `${JSON.stringify(description, null, 2)}\n`
}
