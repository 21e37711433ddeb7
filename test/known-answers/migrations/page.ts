import { ruleOf } from './compared.ts'
import type { ComparedRule } from './hazard-case.ts'
import { TOOLS } from './tools.ts'

/** The page `docs/hazards-compared.md`, from the cases that the tests run. */
export function comparedPage(): string {
  const all = TOOLS.flatMap(({ rules }) => rules)
  const count = (wanted: (rule: ComparedRule) => boolean): string => String(all.filter(wanted).length)
  const cases = all.reduce((sum, { bad = [], good = [] }) => sum + bad.length + good.length, 0)
  const isStable = ({ ours }: ComparedRule): boolean => ours.some((name) => ruleOf(name).status === 'stable')
  return [
    '# Hazards, compared',
    '',
    'What squawk, strong_migrations, Eugene and Atlas look for in a migration, and what says it here. Each line is held by cases: migrations that must be',
    `reported on the marked line, and others that must pass (\`test/known-answers\`, ${String(cases)} of them). Written by \`npm run compare:hazards\`.`,
    '',
    `Of ${String(all.length)} rules ${count(isStable)} are said by a rule that is on by default, ${count((rule) => rule.ours.length > 0 && !isStable(rule))} by one that waits to be asked (*preview*), ${count(({ ours }) => ours.length === 0)} by none, for the reason given.`,
    'All of ours are judged with the schema that the earlier migrations built: a table of the same change is left alone.',
    ...TOOLS.flatMap(({ title, url, rules }) => [
      '',
      `## [${title}](${url})`,
      '',
      '| Theirs | What | Ours |',
      '| --- | --- | --- |',
      ...rules.map(({ id, what, ours, because }) => `| ${id} | ${what} | ${oursIn(ours, because)} |`),
    ]),
    '',
  ].join('\n')
}

function oursIn(ours: readonly string[], because: string | undefined): string {
  const rules = ours.map((name) => {
    const { level, status } = ruleOf(name)
    return `[\`${name}\`](../checks/migration-rollback/${name}/rule.md) (${level}${status === 'preview' ? ', *preview*' : ''})`
  })
  return [rules.join(', ') || 'Not ours.', because].filter((part) => part !== undefined).join(' ')
}
