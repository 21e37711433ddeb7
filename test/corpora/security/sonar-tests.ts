import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { analyse } from '../../../checks/insecure-patterns/engine/analyse.ts'
import type { RuleData } from '../../../checks/insecure-patterns/engine/schema.ts'
import { askCodeRules, codeRules } from './infrastructure.ts'

interface Check {
  clone: string
  /** Where the descriptions of their checks lie, by key: `S5542.json`. */
  about: string
  /** Their checks' tests, which name the sample files; none where samples lie in a folder of the key. */
  tests?: string
  /** What samples are. */
  samples: string
  /** Classes of checks, which say their key. */
  classes?: string
}

/** Clones of Sonar's analysers (github.com/SonarSource), by language. */
const CHECKS: Readonly<Record<string, Check>> = {
  java: {
    clone: 'sonar-java',
    about: 'sonar-java-plugin/src/main/resources/org/sonar/l10n/java/rules/java',
    classes: 'java-checks*/src/main/java/org/**/*Check.java',
    tests: 'java-checks*/src/test/java/**/*Test.java',
    samples: 'java-checks*/**/*.java',
  },
  python: {
    clone: 'sonar-python',
    about: 'python-checks/src/main/resources/org/sonar/l10n/py/rules/python',
    classes: 'python-checks/src/main/java/**/*Check.java',
    tests: 'python-checks/src/test/java/**/*Test.java',
    samples: 'python-checks/src/test/resources/**/*.py',
  },
  php: {
    clone: 'sonar-php',
    about: 'php-checks/src/main/resources/org/sonar/l10n/php/rules/php',
    classes: 'php-checks/src/main/java/**/*Check.java',
    tests: 'php-checks/src/test/java/**/*Test.java',
    samples: 'php-checks/src/test/resources/**/*.php',
  },
  kotlin: {
    clone: 'sonar-kotlin',
    about: 'sonar-kotlin-plugin/src/main/resources/org/sonar/l10n/kotlin/rules/kotlin',
    classes: '*/src/main/java/**/*Check.kt',
    tests: '*/src/test/java/**/*Test.kt',
    samples: 'kotlin-checks-test-sources/src/main/kotlin/**/*.kt',
  },
  csharp: {
    clone: 'sonar-dotnet',
    about: 'analyzers/rspec/cs',
    classes: 'analyzers/src/SonarAnalyzer.C*/**/*.cs',
    tests: 'analyzers/tests/SonarAnalyzer.Test/**/*Test.cs',
    samples: 'analyzers/tests/SonarAnalyzer.Test/TestCases/**/*.cs',
  },
  javascript: {
    clone: 'SonarJS',
    about: 'sonar-plugin/javascript-checks/src/main/resources/org/sonar/l10n/javascript/rules/javascript',
    samples: 'packages/**/rules/S*/*.fixture.{js,ts,jsx,tsx}',
  },
}

/** Lines on from an annotation within which its statement is looked for. */
const REACH = 2

/**
 * What our own rules say of the samples of Sonar's security checks, in which `Noncompliant` stands on the lines that theirs
 * report, and `Compliant` on some that they must not. Halves by a hash of the sample's path: even ones may be looked at to
 * learn what is missing, odd ones never. On a compliant line only a finding of the same weakness (CWE) counts.
 */
export async function sonarTests(
  corpus: string,
  language: string,
  rules: ReadonlyMap<string, RuleData>,
  list: boolean,
): Promise<void> {
  const check = CHECKS[language]
  if (!check) throw new Error(`Languages: ${Object.keys(CHECKS).join(', ')}.`)
  const clone = join(corpus, check.clone)
  const counts = [0, 1].map(() => ({ samples: 0, expected: 0, found: 0, ok: 0, reported: 0 }))
  const secrets = (await codeRules({ preview: true })).filter(({ id }) => id.endsWith('/hard-coded-secret'))
  for (const [sample, { key, weaknesses }] of securitySamples(clone, check)) {
    const half = (createHash('sha256').update(sample).digest()[0] ?? 0) % 2
    const code = readFileSync(join(clone, sample), 'utf8')
    const { expected, ok } = annotations(code)
    const path = `src/${basename(sample).replace('.fixture', '')}`
    const { matches } = await analyse(path, code, rules)
    const said = [...matches].flatMap(([rule, found]) =>
      found.map(({ region: { startLine, endLine = startLine } }) => ({ rule, startLine, endLine })),
    )
    for (const { rule, line, end } of await askCodeRules(secrets, path, code))
      said.push({ rule, startLine: line, endLine: end })
    const count = counts[half]
    if (!count) continue
    count.samples += 1
    for (const line of expected) {
      const hit = said.some((one) => one.endLine >= line && one.startLine <= line + REACH)
      count.expected += 1
      if (hit) count.found += 1
      else if (list && half === 0) console.log(`missed ${sample}:${line} ${key}`)
    }
    for (const line of ok) {
      const hit = said.find(
        ({ rule, startLine, endLine }) =>
          endLine >= line && startLine <= line && rules.get(rule)?.cwe.some((cwe) => weaknesses.has(cwe)),
      )
      count.ok += 1
      if (!hit) continue
      count.reported += 1
      if (list && half === 0) console.log(`said of compliant (${hit.rule}) ${sample}:${line} ${key}`)
    }
  }
  for (const [index, { samples, expected, found, ok, reported }] of counts.entries())
    console.log(
      `${language}, ${index === 0 ? 'even half, looked at' : 'odd half, never looked at'}: ${samples} samples, ${found} of ${expected} lines found (${percent(found, expected)}), ${reported} of ${ok} compliant lines reported (${percent(reported, ok)})`,
    )
}

const percent = (some: number, all: number): string => `${((100 * some) / Math.max(1, all)).toFixed(1)} %`

interface Security {
  key: string
  weaknesses: ReadonlySet<number>
}

function securitySamples(clone: string, check: Check): Map<string, Security> {
  const security = new Map<string, Security>()
  for (const file of globSync('S*.json', { cwd: join(clone, check.about) })) {
    const { type, securityStandards } = JSON.parse(readFileSync(join(clone, check.about, file), 'utf8')) as {
      type?: string
      securityStandards?: { CWE?: number[] }
    }
    if (type !== 'VULNERABILITY' && type !== 'SECURITY_HOTSPOT') continue
    const key = file.slice(0, -'.json'.length)
    security.set(key, { key, weaknesses: new Set(securityStandards?.CWE) })
  }
  const found = new Map<string, Security>()
  const samples = globSync(check.samples, { cwd: clone })
    .filter((path) => !path.includes('/src/main/java/org/sonar/'))
    .toSorted()
  if (check.tests === undefined || check.classes === undefined) {
    for (const path of samples) {
      const about = security.get(/\/(S\d+)\//.exec(path)?.[1] ?? '')
      if (about) found.set(path, about)
    }
    return found
  }
  const classes = new Map<string, Security>()
  for (const path of globSync(check.classes, { cwd: clone })) {
    const text = readFileSync(join(clone, path), 'utf8')
    const key = /(?:@Rule\(key = |DiagnosticId = )"(S\d+)"/.exec(text)?.[1] ?? ''
    const about = security.get(key)
    if (about) classes.set(/[^/]+(?=\.\w+$)/.exec(path)?.[0] ?? '', about)
  }
  const byName = Map.groupBy(samples, (path) => basename(path))
  const add = (name: string, about: Security): void => {
    for (const path of byName.get(name) ?? []) found.set(path, about)
  }
  for (const path of globSync(check.tests, { cwd: clone })) {
    const name = /[^/]+(?=Test\.\w+$)/.exec(path)?.[0] ?? ''
    const about = classes.get(name) ?? classes.get(`${name}Check`)
    if (!about) continue
    for (const [, file = ''] of readFileSync(join(clone, path), 'utf8').matchAll(/"([^"\n]+\.\w+)"/g))
      add(file.split(/[/\\]/).at(-1) ?? '', about)
  }
  for (const [name, about] of classes)
    for (const extension of ['java', 'py', 'php', 'kt', 'cs']) add(`${name}Sample.${extension}`, about)
  return found
}

/** Lines, from 1; `Noncompliant@+1` speaks of the next one. */
function annotations(code: string): { expected: number[]; ok: number[] } {
  const expected = []
  const ok = []
  for (const [index, line] of code.split('\n').entries()) {
    const [, sign = ''] = /\bNoncompliant(@[+-]\d+)?/.exec(line) ?? []
    if (/\bNoncompliant\b/.test(line)) expected.push(index + 1 + Number(sign.slice(1)))
    else if (/\b(?:Compliant|OK)\b/.test(line)) ok.push(index + 1)
  }
  return { expected, ok }
}
