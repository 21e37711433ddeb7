/** Opens a mirror in a process of its own: `node open-in-child.ts <options as JSON>`; prints what it saw. */
import { openMirror } from '../../src/changeset/index.ts'
import type { OpenMirrorOptions } from '../../src/changeset/index.ts'

const options = JSON.parse(process.argv[2] ?? '{}') as OpenMirrorOptions
await using changes = await openMirror(options)
const contents = await changes.head.readMany(changes.changes.map((change) => change.path))
console.log(
  JSON.stringify({
    files: changes.changes.length,
    texts: [...contents.values()].filter((c) => c.kind === 'text').length,
  }),
)
if (process.argv[3] === 'stay') {
  await new Promise((resolve) => {
    setTimeout(resolve, 60_000)
  })
}
