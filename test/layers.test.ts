import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

/** Left to right: a layer imports only itself and what stands before it. Each entry says why it is there. */
const LAYERS: readonly { folder: string; why: string }[] = [
  { folder: 'src/model', why: 'the nouns every part shares import nothing of ours' },
  { folder: 'src/parse', why: 'text to trees: pure, knows no rule and no configuration' },
  { folder: 'config', why: 'the configuration knows rules only by their descriptors' },
  { folder: 'checks', why: 'a rule sees only the model, trees and its options' },
  { folder: 'src/engine', why: 'chooses and runs rules; knows no git, no GitHub, no output format' },
  { folder: 'src/report', why: 'pure functions from a review to bytes' },
  { folder: 'src/changeset', why: 'the only importer of git' },
  { folder: 'src/github', why: 'the only importer of octokit' },
  { folder: 'src/jobs', why: 'the durable queue and store' },
  { folder: 'src/app', why: 'thin shell' },
  { folder: 'src/cli', why: 'thin shell' },
  { folder: 'src/action', why: 'thin shell' },
]
const SHELLS = new Set(['src/app', 'src/cli', 'src/action'])
/** Libraries that only one layer may import. */
const OWNED: readonly { library: RegExp; folders: readonly string[] }[] = [
  { library: /^(@octokit\/|octokit$|probot$)/, folders: ['src/github', 'src/jobs', 'src/app'] },
  { library: /^pg-boss$/, folders: ['src/jobs'] },
  // The store, and the server on which rollbacks may be proven.
  { library: /^pg$/, folders: ['src/jobs', 'src/engine'] },
  // The store, and the program that proves rollbacks.
  { library: /^@electric-sql\/pglite/, folders: ['src/jobs', 'src/engine'] },
  { library: /^node:child_process$/, folders: ['src/engine', 'src/changeset', 'src/app'] },
  { library: /^commander$/, folders: ['src/cli'] },
]
/** What a rule and everything pure must not touch by itself. */
const IMPURE = /^node:(fs|fs\/promises|net|http|https|dgram|tls|child_process|worker_threads)$/
/** Pages, rule data and the roadmap are files of the program itself, read where they are loaded. */
const READS_OWN_FILES = new Set([
  'checks/index.ts',
  'checks/load-rule.ts',
  'checks/insecure-patterns/engine/knowledge.ts',
  'checks/insecure-patterns/hard-coded-secret/providers.ts',
  'checks/insecure-patterns/hard-coded-secret/gitleaks/shipped.ts',
  'checks/insecure-patterns/hard-coded-secret/issuers.ts',
  'checks/insecure-patterns/hard-coded-secret/services.ts',
  'config/roadmap/load.ts',
])

const root = join(import.meta.dirname, '..')
const files = LAYERS.flatMap(({ folder }) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => join(folder, path)),
)

test.each(files)('%s imports only what stands to its left', (file) => {
  const own = layerOf(file)
  for (const target of importsOf(file)) {
    if (!target.startsWith('.')) {
      for (const { library, folders } of OWNED) {
        if (library.test(target)) expect(folders, `${file} imports ${target}`).toContain(own)
      }
      const pure = LAYERS.findIndex(({ folder }) => folder === own) <= 3 || own === 'src/report'
      if (pure && !READS_OWN_FILES.has(file)) expect(target, `${file} must be pure`).not.toMatch(IMPURE)
      continue
    }
    const path = relative(root, join(root, dirname(file), target))
    const layer = layerOf(path)
    const allowed = layer === own || (rank(layer) < rank(own) && !SHELLS.has(layer))
    expect(allowed, `${file} (${own}) imports ${path}: ${LAYERS[rank(own)]?.why ?? ''}`).toBe(true)
  }
})

test('a rule imports nothing of another family', () => {
  for (const file of files.filter((path) => path.startsWith('checks/') && path.split('/').length > 2)) {
    const family = file.split('/')[1]
    for (const target of importsOf(file).filter((path) => path.startsWith('.'))) {
      const path = relative(root, join(root, dirname(file), target))
      if (path.startsWith('checks/') && path.split('/').length > 2) {
        expect(path.split('/')[1], `${file} imports ${path}`).toBe(family)
      }
    }
  }
})

function rank(folder: string): number {
  return LAYERS.findIndex((layer) => layer.folder === folder)
}

function layerOf(path: string): string {
  const layer = LAYERS.find(({ folder }) => path.startsWith(`${folder}/`))
  if (layer) return layer.folder
  if (path === 'src/index.ts') return 'src/cli'
  throw new Error(`${path} stands in no layer`)
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '')
}
