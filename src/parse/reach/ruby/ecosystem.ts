import { matcher } from '../../../model/index.ts'
import { parseCode } from '../../code/index.ts'
import type { Ecosystem, Joined } from '../ecosystem.ts'
import type { FactsOrWhyNot } from '../fact-cache.ts'
import type { FileFacts } from '../facts.ts'
import { Reader } from './reader.ts'
import { isTemplate, rubyIn } from './templates.ts'

/** Bounds of what recursion can walk. */
const MAX_DEPTH = 600

const isTestFile = matcher(['**/*_{spec,test}.rb', '**/test_*.rb', '**/{spec,test}/**/*.rb'])

/** Loaded by the helpers of RSpec and minitest, most by a glob. */
const isLoadedByRunner = matcher([
  '**/{spec,rails,test}_helper.rb',
  '**/{spec,test}/{support,factories,fabricators,shared,helpers}/**/*.rb',
  '**/{spec,test}/factories.rb',
])

/** Ruby: constants are found wherever they lie, as Rails loads them. */
export const ruby: Ecosystem = {
  id: 'ruby',
  code: ['**/*.rb', '**/*.{erb,haml,slim}'],
  ignores: (path) =>
    /(?:^|\/)(?:vendor|node_modules|tmp)\//.test(path) ||
    /(?:^|\/)db\/(?:schema|migrate\/.*)\.rb$/.test(path),
  manifests: ['**/*.gemspec', '**/Gemfile'],
  isPackage: (path) => path.endsWith('.gemspec') || /(?:^|\/)Gemfile$/.test(path),
  read,
  join,
  isTest: (graph, path) => isTestFile(path) && graph.file(path)?.facts.registersTests === 'loaded',
  isLoadedByRunner,
  saysUnreached: false,
}

async function read(path: string, text: string): Promise<FactsOrWhyNot> {
  const template = isTemplate(path)
  const parsed = await parseCode(template ? rubyIn(path, text) : text, 'ruby', { maxDepth: MAX_DEPTH })
  if (parsed.kind === 'unparsed') return { kind: 'unread', why: parsed.detail }
  const reader = new Reader(parsed.root)
  return { kind: 'read', facts: template ? reader.readTemplate() : reader.read() }
}

function join(facts: ReadonlyMap<string, FileFacts>): Joined {
  const files = [...facts.keys()]
  return {
    packages: new Map([['ruby:constants', { files, loads: false }]]),
    resolve: (from, specifier) => {
      if (specifier === 'ruby:constants') return specifier
      if (specifier === '.') return from
      const folder = from.slice(0, Math.max(0, from.lastIndexOf('/')))
      const path = specifier.endsWith('.rb') ? specifier : `${specifier}.rb`
      const candidates = path.startsWith('.')
        ? [normal(`${folder}/${path}`)]
        : [path, ...['lib', 'spec', 'test', 'app'].map((root) => `${root}/${path}`)]
      return candidates.find((candidate) => facts.has(candidate))
    },
  }
}

function normal(path: string): string {
  const words: string[] = []
  for (const word of path.split('/')) {
    if (word === '..') words.pop()
    else if (word !== '.' && word !== '') words.push(word)
  }
  return words.join('/')
}
