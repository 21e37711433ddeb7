import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { registrySource } from './registry.ts'

/**
 * Writes every generated file; with `--check` writes nothing and fails where one is out of step.
 * The registry comes first: the other files are made from the rules it lists.
 */
const root = join(import.meta.dirname, '..')
const check = process.argv.includes('--check')
const stale: string[] = []

emit('checks/registry.generated.ts', registrySource(join(root, 'checks')))
const { generatedFiles } = await import('./generated-files.ts')
for (const [path, text] of await generatedFiles(root)) emit(path, text)

if (stale.length > 0) {
  console.error(`out of step, run \`npm run generate\` and commit: ${stale.join(', ')}`)
  process.exitCode = 1
}

function emit(path: string, text: string): void {
  const file = join(root, path)
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  if (check) stale.push(path)
  else {
    writeFileSync(file, text)
    console.log(`wrote ${path}`)
  }
}
