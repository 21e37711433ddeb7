import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { parse } from 'yaml'
import { analyse } from '../../../checks/insecure-patterns/engine/analyse.ts'
import type { RuleData } from '../../../checks/insecure-patterns/engine/schema.ts'
import { folderProject } from './folder-project.ts'
import type { Judged } from './measured.ts'
import { askCodeRules, codeRules } from './infrastructure.ts'

interface TheirRule {
  id: string
  languages?: readonly string[]
  metadata?: { category?: string; cwe?: string | readonly string[] }
}

interface Count {
  rules: number
  expected: number
  found: number
  ok: number
  reported: number
}

/** Lines on from an annotation within which its statement is looked for. */
const REACH = 3

/** Where our rules would meet a file of one of their folders; other folders hold code. */
const PLACES: readonly [folder: RegExp, path: (name: string) => string][] = [
  [/^terraform\//, (name) => `infra/${name}`],
  [/^dockerfile\//, () => 'Dockerfile'],
  [/^yaml\/github-actions\//, (name) => `.github/workflows/${name}`],
  [/^yaml\/(?:kubernetes|docker-compose|argo)\//, () => 'deploy/manifest.yaml'],
  [/^generic\/nginx\//, (name) => `nginx/${name}`],
  [
    /\.(?:erb|ejs|html|pug|jsp|vue|cshtml|mustache|hbs|twig|jinja2?)$|\.blade\.php$/,
    (name) => `templates/${name}`,
  ],
]

interface Said {
  rule: string
  line: number
  end: number
}

/**
 * What our own rules say of the test files of Semgrep's rules (a clone of github.com/semgrep/semgrep-rules), in which
 * `ruleid:` stands above what their rule reports and `ok:` above what it must not. Halves by a hash of the rule's path:
 * even ones may be looked at to learn what is missing, odd ones never. `folder` is one of theirs, such as `java`. Each
 * test file is alone in its project. On an `ok:` line only a finding of the same weakness (CWE) counts: theirs says nothing
 * of others.
 */
export async function semgrepTests(
  clone: string,
  folder: string,
  rules: ReadonlyMap<string, RuleData>,
  { list, preview, judged }: { list: boolean; preview: boolean; judged?: Judged },
): Promise<void> {
  const counts: [Count, Count] = [empty(), empty()]
  const ours = await codeRules({ preview })
  const cwes = new Map(
    [...rules, ...ours.map((rule) => [rule.id, rule] as const)].map(([id, { cwe }]) => [id, cwe]),
  )
  for (const file of globSync(`${folder}/**/security/**/*.{yaml,yml}`, { cwd: clone }).toSorted()) {
    if (/\.test\.ya?ml$/.test(file)) continue
    const theirs =
      (parse(readFileSync(join(clone, file), 'utf8')) as { rules?: TheirRule[] } | null)?.rules ?? []
    const half = (createHash('sha256').update(file).digest()[0] ?? 0) % 2
    const stem = file.slice(0, -extname(file).length)
    const codes = globSync(`${stem}.*`, { cwd: clone }).filter(
      (path) => !/(?<!\.test)\.ya?ml$|\.fixed\./.test(path) && existsSync(join(clone, path)),
    )
    for (const path of codes) {
      const code = readFileSync(join(clone, path), 'utf8')
      const name = basename(path).replace(/\.test\./, '.')
      const place = PLACES.find(([of]) => of.test(path))?.[1](name)
      const said =
        place === undefined
          ? await askDataRules(clone, stem, name, code, rules)
          : await askCodeRules(ours, place, code)
      const [right, wrong] = [new Set<Said>(), new Set<Said>()]
      for (const { id, metadata } of theirs) {
        if (metadata?.category !== undefined && metadata.category !== 'security') continue
        const { expected, ok } = annotations(code, id)
        const weaknesses = new Set(
          String(metadata?.cwe ?? '')
            .match(/(?<=CWE-)\d+/g)
            ?.map(Number),
        )
        const count = counts[half === 0 ? 0 : 1]
        count.rules += 1
        for (const [all, key] of [
          [expected, 'expected'],
          [ok, 'ok'],
        ] as const) {
          for (const line of all) {
            count[key] += 1
            const hits = said.filter(
              (one) =>
                one.end >= line &&
                one.line <= (key === 'ok' ? line : reachOf(path, code, line)) &&
                (key === 'expected' || cwes.get(one.rule)?.some((cwe) => weaknesses.has(cwe))),
            )
            const [hit] = hits
            for (const one of hits) (key === 'ok' ? wrong : right).add(one)
            if (hit) count[key === 'ok' ? 'reported' : 'found'] += 1
            if (list && half === 0 && (hit !== undefined) === (key === 'ok'))
              console.log(`${key === 'ok' ? `said of ok (${hit?.rule})` : 'missed'} ${path}:${line} ${id}`)
          }
        }
      }
      for (const one of right) judged?.(one.rule, true)
      for (const one of wrong) if (!right.has(one)) judged?.(one.rule, false)
    }
  }
  if (judged) return
  for (const [index, { rules: number, expected, found, ok, reported }] of counts.entries())
    console.log(
      `${folder}, ${index === 0 ? 'even half, looked at' : 'odd half, never looked at'}: ${number} rules, ${found} of ${expected} lines found (${percent(found, expected)}), ${reported} of ${ok} ok lines reported (${percent(reported, ok)})`,
    )
}

/** The last line that counts for an annotation: theirs report a block of Terraform as a whole, ours what is wrong within. */
function reachOf(path: string, code: string, line: number): number {
  if (!path.endsWith('.tf')) return line + REACH
  const lines = code.split('\n')
  let depth = 0
  for (let index = line - 1; index < lines.length; index++) {
    for (const sign of (lines[index] ?? '').replace(/#.*/, ''))
      depth += sign === '{' ? 1 : sign === '}' ? -1 : 0
    if (depth <= 0) return Math.max(line + REACH, index + 1)
  }
  return line + REACH
}

async function askDataRules(
  clone: string,
  stem: string,
  name: string,
  code: string,
  rules: ReadonlyMap<string, RuleData>,
): Promise<Said[]> {
  const project = folderProject(join(clone, stem, '..'))
  const { matches } = await analyse(`src/${name}`, code, rules, { ...project, paths: new Set([name]) })
  return [...matches].flatMap(([rule, found]) =>
    found.map(({ region }) => ({ rule, line: region.startLine, end: region.endLine ?? region.startLine })),
  )
}

const empty = (): Count => ({ rules: 0, expected: 0, found: 0, ok: 0, reported: 0 })

const percent = (some: number, all: number): string => `${((100 * some) / Math.max(1, all)).toFixed(1)} %`

/** Lines after annotations of a rule, from 1: of several in a row, what they speak of follows the last. */
function annotations(code: string, id: string): { expected: number[]; ok: number[] } {
  const lines = code.split('\n')
  const of = (kind: RegExp): number[] =>
    lines.flatMap((line, index) => {
      const named = kind.exec(line)?.[1]?.split(/[\s,]+/) ?? []
      if (!named.some((one) => one === id || one.endsWith(`.${id}`))) return []
      let next = index + 1
      while (/\b(?:ruleid|ok|todoruleid|todook)\s*:/.test(lines[next] ?? '')) next += 1
      return [next + 1]
    })
  return { expected: of(/\bruleid\s*:\s*([\w., -]+)/), ok: of(/\bok\s*:\s*([\w., -]+)/) }
}
