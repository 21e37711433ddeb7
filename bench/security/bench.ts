import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyse, ruleLanguage } from '../../checks/insecure-patterns/engine/analyse.ts'
import { folderProject } from '../../test/corpora/security/folder-project.ts'
import { patternRules } from '../../test/corpora/security/rules.ts'

/**
 * What it costs to look at every file of a tree, by processor time of one process: files a second, memory, the slowest
 * file, and how both grow with the number of files.
 */
const USAGE = `CORPUS_DIR=<checkouts> npm run bench:security [-- <folder>]
CORPUS_DIR holds a checkout of the folder: kafka unless another is named.`

/** Targets for Kafka's 5,000 files on one core. */
const TARGET = { filesPerSecond: 400, megabytes: 300, worst: 200 }
const PARTS = [0.25, 0.5, 1]

const corpus = process.env['CORPUS_DIR']
if (corpus === undefined) {
  console.log(USAGE)
  process.exit(2)
}
const root = join(corpus, process.argv[2] ?? 'kafka')
const project = folderProject(root)
const paths = [...project.paths].filter((path) => ruleLanguage(path) === 'java').toSorted()
const rules = new Map([...patternRules()].filter(([, rule]) => rule.status === 'stable'))

const milliseconds = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

// Grammars are read once in the life of a process.
await analyse('src/Warm.java', 'class Warm { void up() {} }', rules)

console.log('| files | files/s | slowest file | ms of it | its lines | memory |')
console.log('| ---: | ---: | --- | ---: | ---: | ---: |')
let missed = false
for (const part of PARTS) {
  const step = Math.round(1 / part)
  const chosen = paths.filter((_, index) => index % step === 0)
  const started = process.cpuUsage()
  let slowest = { path: '', took: 0, lines: 0 }
  for (const path of chosen) {
    const text = readFileSync(join(root, path), 'utf8')
    const from = process.cpuUsage()
    await analyse(path, text, rules, project)
    const took = milliseconds(from)
    if (took > slowest.took) slowest = { path, took, lines: text.split('\n').length }
  }
  const filesPerSecond = chosen.length / (milliseconds(started) / 1000)
  // The highest since the start: it can only grow.
  const megabytes = process.resourceUsage().maxRSS / 1024
  const { path, took, lines } = slowest
  console.log(
    `| ${chosen.length} | ${Math.round(filesPerSecond)} | ${path.split('/').at(-1)} | ${Math.round(took)} | ${lines} | ${Math.round(megabytes)} MB |`,
  )
  missed = filesPerSecond < TARGET.filesPerSecond || megabytes > TARGET.megabytes || took > TARGET.worst
}
if (missed) {
  console.log(`\nmissed: ${JSON.stringify(TARGET)}`)
  process.exitCode = 1
}
