import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyse } from '../../../checks/insecure-patterns/engine/analyse.ts'
import type { RuleData } from '../../../checks/insecure-patterns/engine/schema.ts'
import type { CaseResult } from './benchmark.ts'
import { folderProject } from './folder-project.ts'

/** Weaknesses of NIST's Juliet suite for Java that a rule of ours is about. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  CWE23: ['path-traversal'],
  CWE36: ['path-traversal'],
  CWE78: ['command-injection'],
  CWE80: ['xss'],
  CWE83: ['xss'],
  CWE89: ['sql-injection'],
  CWE90: ['ldap-injection'],
  CWE113: ['header-injection'],
  CWE601: ['open-redirect'],
  CWE643: ['xpath-injection'],
}

/** What reads from the servlet's own request; the others read from files, databases and sockets. */
const FROM_REQUEST = /_(?:getParameter|getCookies|getQueryString)_Servlet/

/** A method is wrong where its name says so: `bad`, `badSink`; the other half is `good…`. */
const METHOD = /^\s+(?:public|private|protected)?\s*(?:static )?[\w<>[\]]+ (bad|good)(\w*)\s*\(/

/**
 * Servlet cases of Juliet. A case is all files of one number; it is reported rightly where a finding stands in a method
 * named bad, and falsely where one stands in a method named good. What is reported of `bad` through another file counts
 * where it is shown.
 */
export async function juliet(
  corpus: string,
  rules: ReadonlyMap<string, RuleData>,
  isLookedAt: (number: number) => boolean,
): Promise<CaseResult[]> {
  const folder = join(corpus, 'juliet-test-suite')
  const project = folderProject(folder)
  const root = 'src/testcases'
  const results = new Map<string, { bad: boolean; good: boolean; category: string }>()
  for (const weakness of readdirSync(join(folder, root))) {
    const category = weakness.replace(/_.*/, '')
    const answering = RULES[category]
    if (!answering) continue
    for (const file of javaFiles(join(folder, root, weakness))) {
      const flow = /_(\d\d)[a-e]?(?:_\w+)?\.java$/.exec(file)?.[1]
      if (flow === undefined || !FROM_REQUEST.test(file) || !isLookedAt(Number(flow))) continue
      const name = file.replace(/(_\d\d).*$/, '$1')
      const result = results.get(name) ?? { bad: false, good: false, category }
      results.set(name, result)
      const path = `${root}/${weakness}/${file}`
      const text = readFileSync(join(folder, path), 'utf8')
      const { matches } = await analyse(path, text, rules, project)
      const methods = text.split('\n').map((line) => METHOD.exec(line)?.[1])
      for (const rule of answering) {
        for (const { region } of matches.get(`insecure-patterns/${rule}`) ?? []) {
          const within = methods.slice(0, region.startLine).findLast((one) => one !== undefined)
          if (within === 'bad') result.bad = true
          else if (within === 'good') result.good = true
        }
      }
    }
  }
  return [...results].flatMap(([name, { bad, good, category }]) => [
    { name: `${name} bad`, category, isWrong: true, reported: bad },
    { name: `${name} good`, category, isWrong: false, reported: good },
  ])
}

function javaFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.java'))
    .toSorted()
}
