import { matcher } from '../../../model/index.ts'
import { parseCode } from '../../code/index.ts'
import type { Ecosystem } from '../ecosystem.ts'
import type { FactsOrWhyNot } from '../fact-cache.ts'
import { pythonModules } from './modules.ts'
import { PYTEST_FILES, pytestFiles } from './pytest-config.ts'
import { Reader } from './reader.ts'

/** Bounds of what recursion can walk. */
const MAX_DEPTH = 600

/** Where pytest, unittest and Django look for tests; a file is one by what it holds, too. */
const isTestFile = matcher(['**/{test_*,*_test,*_tests,tests,test}.py', '**/{test,tests,testing}/**/*.py'])

/** What only files of tests import. */
const RUNNERS = /^(?:pytest|unittest|django\.test|rest_framework\.test)$/

/** Loaded by runners and by Django without an import. */
const isLoadedByRunner = matcher(['**/{settings,manage,urls,asgi,wsgi}.py', '**/settings/*.py', '**/apps.py'])

/** Python. */
export const python: Ecosystem = {
  id: 'python',
  code: ['**/*.py'],
  ignores: (path) => /(?:^|\/)(?:\.?venv|site-packages|node_modules|\.tox|\.eggs)\//.test(path),
  manifests: ['**/{pyproject.toml,setup.cfg,setup.py}', PYTEST_FILES],
  isPackage: (path) => /(?:^|\/)(?:pyproject\.toml|setup\.py)$/.test(path),
  read,
  join: (facts, manifests) => ({
    resolve: pythonModules(new Set(facts.keys())),
    isTold: pytestFiles(manifests),
  }),
  isTest: (graph, path, isTold) => {
    const facts = graph.file(path)?.facts
    if (facts?.registersTests !== 'loaded') return false
    return (
      isTestFile(path) ||
      isTold?.(path) === true ||
      facts.imports.some(({ specifier }) => RUNNERS.test(specifier))
    )
  },
  isLoadedByRunner,
  saysUnreached: false,
}

async function read(_path: string, text: string): Promise<FactsOrWhyNot> {
  const parsed = await parseCode(text, 'python', { maxDepth: MAX_DEPTH })
  if (parsed.kind === 'unparsed') return { kind: 'unread', why: parsed.detail }
  return { kind: 'read', facts: new Reader(parsed.root).read() }
}
