import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { executableLines, mapToTree, readCoverage, suspicious } from '../../../src/parse/coverage/index.ts'

// How honest reports of real projects are read: `node test/corpora/coverage/corpus.ts <folder of sources> <report>…`.
// Whatever it calls suspicious of a report that was just written is a false alarm.
const [folder, ...reports] = process.argv.slice(2)
if (folder === undefined || reports.length === 0) {
  console.error('node test/corpora/coverage/corpus.ts <folder of sources> <report>…')
  process.exit(2)
}
const isRepository = existsSync(join(folder, '.git'))
const tree = isRepository
  ? execFileSync('git', ['-C', folder, 'ls-files', '-z'], { encoding: 'utf8', maxBuffer: 1 << 28 }).split(
      '\0',
    )
  : execFileSync('find', ['.', '-type', 'f', '-printf', '%P\\0'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    }).split('\0')
for (const name of reports) {
  const start = performance.now()
  const read = readCoverage(readFileSync(name, 'utf8'), name)
  if (read.kind === 'unread') {
    console.log(read.why)
    continue
  }
  const { report, unmapped } = mapToTree(
    read.report,
    tree.filter((path) => path !== ''),
  )
  const milliseconds = Math.round(performance.now() - start)
  let [lines, run, silent, alarms] = [0, 0, 0, 0]
  for (const [path, file] of report.files) {
    const text = readFileSync(join(folder, path), 'utf8')
    const suspicion = await suspicious(report, path, text)
    if (suspicion) alarms++
    if (suspicion) console.log(`  ${path}: ${suspicion.why}: ${text.split('\n')[suspicion.line - 1] ?? ''}`)
    const executable = await executableLines(report, path, text)
    silent += file.lines.size - (executable?.lines.size ?? 0)
    lines += file.lines.size
    run += [...file.lines.values()].filter((hits) => hits > 0).length
  }
  console.log(
    `${name} (${report.format}): ${report.files.size} files, ${lines} lines, ${run} run, ${silent} without code; ${unmapped.length} files unmapped; ${alarms} files suspicious; read in ${milliseconds} ms`,
  )
  for (const { path, why } of unmapped.slice(0, 10)) console.log(`  ${path}: ${why}`)
}
