import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, globSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Makes `dist`: what npm carries. JavaScript and declarations by tsc, and the files that the program reads. */
const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

/** Rule pages and data with the licences of what is others', presets, the roadmap, published schemas, migrations. */
const DATA = [
  'checks/**/{*.md,*.yml,LICENSE}',
  'config/**/*.{md,yml,json}',
  'src/jobs/**/*.{sql,json}',
  'src/report/**/*.json',
  'src/parse/**/*.{json,wasm,yml}',
]

rmSync(dist, { recursive: true, force: true })
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
for (const path of globSync(DATA, { cwd: root })) {
  mkdirSync(dirname(join(dist, path)), { recursive: true })
  copyFileSync(join(root, path), join(dist, path))
}
chmodSync(join(dist, 'src/cli/main.js'), 0o755)
