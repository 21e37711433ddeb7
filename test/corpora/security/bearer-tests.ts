import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { analyse } from '../../../checks/insecure-patterns/engine/analyse.ts'
import type { RuleData } from '../../../checks/insecure-patterns/engine/schema.ts'
import { folderProject } from './folder-project.ts'

/** Lines on from an annotation within which its statement is looked for. */
const REACH = 3
const ANNOTATION = /\bbearer:expected\s+(\w+)/

/**
 * What our own rules say of the test files of Bearer's rules (a clone of github.com/Bearer/bearer-rules), in which
 * `bearer:expected` stands above what a rule of theirs reports. Halves by a hash of the folder of a rule: even ones may be looked at
 * to learn what is missing, odd ones never. `language` is one of their folders: go, java, javascript, php, python, ruby. Their
 * rules mark nothing as right, so that a finding of ours on a line without an annotation is counted, and is no mistake yet.
 */
export async function bearerTests(
  clone: string,
  language: string,
  rules: ReadonlyMap<string, RuleData>,
  { list }: { list: boolean },
): Promise<void> {
  const counts = [0, 1].map(() => ({ rules: new Set<string>(), expected: 0, found: 0, others: 0 }))
  for (const path of globSync(`tests/${language}/**/testdata/**/*.*`, { cwd: clone }).toSorted()) {
    const rule = path.replace(/\/testdata\/.*/, '')
    const half = (createHash('sha256').update(rule).digest()[0] ?? 0) % 2
    const count = counts[half]
    if (!count) continue
    const code = readFileSync(join(clone, path), 'utf8')
    const expected = expectations(code)
    const project = folderProject(join(clone, path, '..'))
    const { matches } = await analyse(`src/${basename(path)}`, code, rules, {
      ...project,
      paths: new Set([basename(path)]),
    })
    const said = [...matches].flatMap(([id, found]) =>
      found.map(({ region }) => ({ id, line: region.startLine, end: region.endLine ?? region.startLine })),
    )
    count.rules.add(rule)
    for (const { line, id } of expected) {
      const hit = said.some((one) => one.end >= line && one.line <= line + REACH)
      count.expected += 1
      if (hit) count.found += 1
      else if (list && half === 0) console.log(`missed ${path}:${line} ${id}`)
    }
    for (const one of said) {
      if (expected.some(({ line }) => one.end >= line && one.line <= line + REACH)) continue
      count.others += 1
      if (list && half === 0) console.log(`besides ${path}:${one.line} ${one.id}`)
    }
  }
  for (const [index, { rules: all, expected, found, others }] of counts.entries())
    console.log(
      `${language}, ${index === 0 ? 'even half, looked at' : 'odd half, never looked at'}: ${all.size} rules, ${found} of ${expected} lines found (${((100 * found) / Math.max(1, expected)).toFixed(1)} %), ${others} findings elsewhere`,
    )
}

/** The lines after annotations, from 1: of several in a row, what they speak of follows the last. */
function expectations(code: string): { line: number; id: string }[] {
  const lines = code.split('\n')
  return lines.flatMap((line, index) => {
    const id = ANNOTATION.exec(line)?.[1]
    if (id === undefined || /Use bearer:expected/.test(line)) return []
    let next = index + 1
    while (ANNOTATION.test(lines[next] ?? '')) next += 1
    return [{ line: next + 1, id }]
  })
}
