import { spawnSync } from 'node:child_process'
import { measureFolder } from './measure.ts'
import { astGrep, eslintSecurity } from './others.ts'
import { pullRequest } from './pull-request.ts'

/**
 * What it costs to look at every file of a tree, by processor time of one process: files a second, memory, the slowest
 * file, and how all grow with the number of files and the size of one; what it adds to a review; and, in the same run on
 * the same files, two single-purpose tools.
 */
const USAGE = `CORPUS_DIR=<checkouts> [TOOLS_DIR=<folder>] npm run bench:security
CORPUS_DIR holds checkouts of kafka and fastify. TOOLS_DIR is where \`npm i @ast-grep/cli eslint eslint-plugin-security\` ran:
with it they run beside.`

const corpus = process.env['CORPUS_DIR']
const tools = process.env['TOOLS_DIR']
if (corpus === undefined) {
  console.log(USAGE)
  process.exit(2)
}
const MEMORY = ['--max-old-space-size=192', '--max-semi-space-size=16']
if (process.argv[2] === undefined) {
  // The heap is bounded as it is in the processes of rules; without a bound V8 takes what there is.
  const { status } = spawnSync(process.execPath, [...MEMORY, import.meta.filename, 'bounded'], {
    stdio: 'inherit',
  })
  process.exit(status ?? 1)
}

/** Targets for Kafka's 5,000 files on one core, and for a pull request of 30 files. */
const TARGET = { filesPerSecond: 400, megabytes: 300, worst: 200, addedSeconds: 0.5 }

const java = await measureFolder(corpus, 'kafka', 'java')
const javascript = await measureFolder(corpus, 'fastify', 'javascript')
if (tools !== undefined) {
  const rates = [
    ['Kafka, Java', 'ast-grep, 60 rules, one thread', java.filesPerSecond, astGrep(tools, java.files)],
    [
      'fastify, JavaScript',
      'eslint-plugin-security',
      javascript.filesPerSecond,
      eslintSecurity(tools, javascript.files),
    ],
  ] as const
  console.log('\n| on | beside | its files/s | ours | ratio |\n| --- | --- | ---: | ---: | ---: |')
  for (const [on, beside, ours, theirs] of rates)
    console.log(
      `| ${on} | ${beside} | ${Math.round(theirs)} | ${Math.round(ours)} | ${(ours / theirs).toFixed(1)} |`,
    )
}
const added = await pullRequest(corpus)
const missed =
  java.filesPerSecond < TARGET.filesPerSecond ||
  java.megabytes > TARGET.megabytes ||
  java.worst > TARGET.worst ||
  added > TARGET.addedSeconds
if (missed) {
  console.log(`\nmissed: ${JSON.stringify(TARGET)}`)
  process.exitCode = 1
}
