import { readdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { judge, type Judged } from './agree.ts'
import { sqlHistories } from './histories.ts'
import { type Mutant, mutantsOf } from './mutants.ts'
import { startServer } from './server.ts'

/** What the prover says of real histories, each migration taken for a change of its own, held against a real PostgreSQL. */
const USAGE = `CORPUS_DIR=<clones> npm run corpus:migrations -- prover [--repo owner+name]… [--boxed] [--mutants 300] [--out report.txt]
CORPUS_DIR holds clones as <owner>+<name>, or <owner>+<name>/repo. The report names each faulty way back.`

const { values } = parseArgs({
  options: {
    repo: { type: 'string', multiple: true },
    boxed: { type: 'boolean', default: false },
    mutants: { type: 'string' },
    out: { type: 'string' },
  },
})
const corpus = process.env['CORPUS_DIR']
if (corpus === undefined) {
  console.log(USAGE)
  process.exit(2)
}
const projects = values.repo ?? readdirSync(corpus).filter((name) => name.includes('+'))
const server = await startServer()
const report: string[] = []
if (values.mutants === undefined) await proveAll(corpus)
else await mutateAll(corpus, Number(values.mutants))
if (values.out !== undefined) writeFileSync(values.out, `${report.join('\n')}\n`)
await server[Symbol.asyncDispose]()
// Databases in this process stay open, and with them the process.
process.exit()

async function proveAll(root: string): Promise<void> {
  const sum = {
    histories: 0,
    whole: 0,
    migrations: 0,
    applied: 0,
    code: 0,
    agree: 0,
    wronglyFaulty: 0,
    tables: 0,
    without: 0,
  }
  for (const project of projects) {
    for (const history of await sqlHistories(root, project)) {
      const begun = performance.now()
      const result = await judge(history, server, {
        boxed: values.boxed,
        signal: AbortSignal.timeout(15 * 60_000),
      })
      const { judged, tables, without } = result
      const kinds = Map.groupBy(judged, ({ prover }) => prover.kind)
      const counts = [...kinds].map(([kind, own]) => `${own.length} ${kind}`).join(', ')
      const agree = judged.filter(({ agrees }) => agrees === true).length
      sum.histories++
      const failing = judged.filter(({ prover }) => !prover.applies)
      if (failing.length === 0) sum.whole++
      sum.applied += judged.length - failing.length
      sum.code += history.code.length
      sum.migrations += judged.length
      sum.agree += agree
      sum.wronglyFaulty += judged.filter(isWronglyFaulty).length
      sum.tables += tables
      sum.without += without.length
      const seconds = ((performance.now() - begun) / 1000).toFixed(0)
      console.log(
        `${history.name}: ${judged.length} migrations: ${counts}; PostgreSQL agrees on ${agree}; ${seconds} s`,
      )
      if (result.incomplete !== undefined) console.log(`  ended early: ${result.incomplete}`)
      if (history.code.length > 0) console.log(`  in code, not run: ${history.code.length}`)
      for (const { path, prover } of failing)
        console.log(`  does not apply: ${path}: ${prover.words.join('; ').slice(0, 200)}`)
      report.push(`# ${history.name}`, ...judged.flatMap(linesOf))
      if (without.length > 0) report.push(`  no row in ${without.join(', ')}`)
      // A run that is ended keeps what it has.
      if (values.out !== undefined) writeFileSync(values.out, `${report.join('\n')}\n`)
    }
  }
  console.log(`\n${sum.whole} of ${sum.histories} histories apply as a whole`)
  console.log(`migrations that apply: ${share(sum.applied, sum.migrations)}, and ${sum.code} in code`)
  console.log(`PostgreSQL agrees on ${share(sum.agree, sum.migrations)} migrations`)
  console.log(`proven on PostgreSQL, called faulty here: ${sum.wronglyFaulty}`)
  console.log(`tables with a row: ${share(sum.tables, sum.tables + sum.without)}`)
}

async function mutateAll(root: string, wanted: number): Promise<void> {
  const all: Mutant[] = []
  for (const project of projects) {
    for (const history of await sqlHistories(root, project)) {
      const mutants = await mutantsOf(history, Math.ceil(wanted / 6), server)
      all.push(...mutants)
      console.log(`${history.name}: ${mutants.length} mutants, ${mutants.filter(survives).length} not caught`)
      for (const { path, without } of mutants.filter(survives)) console.log(`  ${path}: ${without}`)
    }
  }
  for (const { path, without, verdict } of all)
    report.push(`${verdict}\t${path}\t${without.replaceAll(/\s+/g, ' ')}`)
  const caught = all.filter((one) => !survives(one)).length
  console.log(`\ncaught: ${share(caught, all.length)}, those that are equivalent not taken off`)
}

function survives({ verdict }: Mutant): boolean {
  return verdict === 'proven' || verdict === 'not-provable'
}

function isWronglyFaulty({ prover, postgres }: Judged): boolean {
  return postgres?.kind === 'proven' && !['proven', 'not-provable'].includes(prover.kind)
}

function linesOf({ path, prover, postgres, agrees }: Judged): string[] {
  const faulty = prover.kind === 'proven' || /no way back/.test(prover.words[0] ?? '') ? [] : [prover]
  const lines = faulty.flatMap(({ kind, words }) => words.map((word) => `${path}\t${kind}\t${word}`))
  if (agrees === false && postgres)
    lines.push(`${path}\tPostgreSQL says otherwise: ${postgres.kind}\t${postgres.words.join('; ')}`)
  return lines
}

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${whole === 0 ? '-' : ((100 * part) / whole).toFixed(2)} %)`
}
