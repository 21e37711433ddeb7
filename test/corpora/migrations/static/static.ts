import { parseArgs } from 'node:util'
import { isBad, sweep, type Sweep } from './sweep.ts'
import { compare, print, readTruth, type Agreement } from './truth.ts'

/**
 * What the adapters find in real histories, by framework, and how often they are right where somebody has read the
 * migration: recall and precision of "no real rollback".
 */
const USAGE = `CORPUS_DIR=<clones> npm run corpus:migrations -- static [--repo owner+name]… [--list]
CORPUS_DIR holds clones as <owner>+<name>, or <owner>+<name>/repo. Without --repo: the projects of truth/.
--list  writes every migration without a real rollback, every file that was not recognised or not read`

const { values } = parseArgs({
  options: {
    repo: { type: 'string', multiple: true, default: [] },
    list: { type: 'boolean', default: false },
  },
})
const truths = readTruth()
const projects = values.repo.length > 0 ? values.repo : [...truths.keys()]
const corpus = process.env['CORPUS_DIR']
if (corpus === undefined || projects.length === 0) {
  console.log(USAGE)
  process.exit(2)
}

const agreements: Agreement[] = []
for (const project of projects) {
  const truth = truths.get(project)
  const found = await sweep(corpus, project, truth?.commit)
  tell(found)
  if (truth) agreements.push(...compare(found, truth))
}
if (agreements.length > 0) process.exitCode = print(agreements) ? 0 : 1

function tell({ project, commit, steps, notRead, unrecognised }: Sweep): void {
  const unread = `${notRead.length} not read, ${unrecognised.length} files not recognised`
  console.log(`${project} ${commit.slice(0, 10)}: ${steps.length} migrations, ${unread}`)
  for (const [framework, own] of Map.groupBy(steps, (step) => step.framework)) {
    const states = Map.groupBy(own, ({ reversibility }) => reversibility)
    const counts = [...states].map(([state, all]) => `${state} ${all.length}`).toSorted()
    console.log(`  ${framework}: ${own.length} (${own.filter(isBad).length} bad): ${counts.join(', ')}`)
  }
  if (!values.list) return
  for (const step of steps.filter(isBad)) console.log(`    ${step.reversibility} ${step.path} ${step.name}`)
  for (const { path, why } of notRead) console.log(`    not read ${path}: ${why}`)
  for (const path of unrecognised) console.log(`    not recognised ${path}`)
}
