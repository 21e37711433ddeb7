import { expect, test } from 'vitest'
import { analyse } from '../analyse.ts'
import { ruleData } from '../schema.ts'

const RULE = 'insecure-patterns/x'
const rules = new Map([
  [
    RULE,
    ruleData.parse({
      title: 'A test',
      level: 'error',
      confidence: 'high',
      status: 'preview',
      module: 7,
      cwe: [22],
      category: 'path',
      find: [
        {
          languages: ['go', 'python', 'java'],
          call: ['os.ReadFile', 'open', '*.sink'],
          where: [{ argument: 0, origin: 'request' }],
          message: 'It is opened.',
        },
      ],
    }),
  ],
])

async function found(main: string, files: Record<string, string>): Promise<string[]> {
  const { matches, notLookedAt } = await analyse(main, files[main] ?? '', rules, {
    paths: new Set(Object.keys(files)),
    read: async (path) => files[path],
  })
  expect(notLookedAt).toBeUndefined()
  return (matches.get(RULE) ?? []).map((match) => {
    const use = match.steps.at(-1)
    return `${match.region.startLine}: ${match.message} ${use?.path}:${use?.region.startLine}`
  })
}

const views = (call: string): string => `from flask import request
from app import store


def view():
    name = request.args["name"]
    ${call}
`

test('what another file does with what it is given is shown where it is handed over', async () => {
  const store = (path: string): string => `def load(name):\n    return open(${path})\n`
  const files = { 'app/views.py': views('return store.load(name)') }
  expect(await found('app/views.py', { ...files, 'app/store.py': store('"data/" + name') })).toEqual([
    '7: It is opened in app/store.py:2. app/store.py:2',
  ])
  expect(await found('app/views.py', { ...files, 'app/store.py': store('"data/all"') })).toEqual([])
  const constant = { 'app/views.py': views('return store.load("x")') }
  expect(await found('app/views.py', { ...constant, 'app/store.py': store('"data/" + name') })).toEqual([])
})

test('a check in the other file counts', async () => {
  const files = { 'app/views.py': views('return store.load(name)') }
  const store =
    'def load(name):\n    if name not in ("a", "b"):\n        return None\n    return open(name)\n'
  expect(await found('app/views.py', { ...files, 'app/store.py': store })).toEqual([])
})

test('in a package of Go, and through two files', async () => {
  const files = {
    'app/handler.go':
      'package app\n\nimport "net/http"\n\nfunc show(w http.ResponseWriter, r *http.Request) {\n\tload(r.FormValue("name"))\n}\n',
    'app/load.go': 'package app\n\nfunc load(name string) {\n\tread("data/" + name)\n}\n',
    'app/read.go': 'package app\n\nimport "os"\n\nfunc read(path string) {\n\tos.ReadFile(path)\n}\n',
  }
  expect(await found('app/handler.go', files)).toEqual(['6: It is opened in app/read.go:6. app/read.go:6'])
})
