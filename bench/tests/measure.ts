import { openTree } from '../../src/changeset/index.ts'
import { codeTree } from '../../src/parse/reach/code-tree.ts'
import { javascript } from '../../src/parse/reach/javascript/ecosystem.ts'
import { reach } from '../../src/parse/reach/reach.ts'

// Reads and joins the folder it is given, twice, and says what that cost: a process of its own.
const folder = process.argv[2] ?? ''
const runs = []
let found = { files: 0, tests: 0, units: 0, reached: 0 }
for (let run = 0; run < 2; run++) {
  const opened = await openTree({ dir: folder })
  const begun = performance.now()
  const tree = await codeTree(javascript, opened.head, AbortSignal.timeout(600_000))
  if (!tree) throw new Error('more files than are read')
  const { graph, tests, loaded } = tree
  const reached = reach(graph, { tests, loaded })
  runs.push((performance.now() - begun) / 1000)
  const units = Array.from({ length: graph.size }, (_, number) => reached.has(number))
  found = {
    files: [...graph.files()].length,
    tests: tests.length,
    units: graph.size,
    reached: units.filter(Boolean).length,
  }
  await opened.dispose()
}
const [cold = 0, warm = 0] = runs
console.log(JSON.stringify({ cold, warm, megabytes: process.resourceUsage().maxRSS / 1024, ...found }))
