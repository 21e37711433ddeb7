import { expect, test } from 'vitest'
import { analyse } from '../analyse.ts'
import { ruleData } from '../schema.ts'

const RULE = 'insecure-patterns/x'
const rule = ruleData.parse({
  title: 'A test',
  level: 'error',
  confidence: 'high',
  status: 'preview',
  module: 7,
  cwe: [78],
  category: 'command',
  find: [
    {
      languages: 'go',
      call: 'os/exec.Command',
      where: [{ argument: 2, origin: 'request' }],
      message: '{hole}',
    },
  ],
})
const rules = new Map([[RULE, rule]])

/** Lines of `app/handler.go` that are reported. */
async function lines(files: Record<string, string>): Promise<number[]> {
  const paths = new Set(Object.keys(files))
  const path = 'app/handler.go'
  const analysis = await analyse(path, files[path] ?? '', rules, {
    paths,
    read: async (one) => files[one],
  })
  expect(analysis.notLookedAt).toBeUndefined()
  return (analysis.matches.get(RULE) ?? []).map(({ region }) => region.startLine)
}

const handler = (call: string, imports = ''): string => `package app

import (
	"net/http"
	"os/exec"
	${imports}
)

func (h *Handler) Show(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	exec.Command("sh", "-c", ${call}).Run()
}
`

test('a helper in another file of the package is entered', async () => {
  const helper = (body: string): string =>
    `package app\n\nimport "strconv"\n\nfunc prepare(s string) string {\n\t${body}\n}\n`
  const other = { 'app/other.go': 'package app\n\nfunc other() {}\n' }
  const files = { 'app/handler.go': handler('prepare(name)'), ...other }
  expect(await lines({ ...files, 'app/helper.go': helper('return "ls " + s') })).toEqual([11])
  expect(
    await lines({ ...files, 'app/helper.go': helper('n, _ := strconv.Atoi(s)\n\treturn strconv.Itoa(n)') }),
  ).toEqual([])
})

test('a function of an imported package of the module is entered', async () => {
  const files = {
    'go.mod': 'module example.com/shop\n',
    'app/handler.go': handler('text.Prepare(name)', '"example.com/shop/internal/text"'),
  }
  const text = (body: string): string => `package text\n\nfunc Prepare(s string) string {\n\t${body}\n}\n`
  expect(await lines({ ...files, 'internal/text/text.go': text('return "ls " + s') })).toEqual([11])
  expect(await lines({ ...files, 'internal/text/text.go': text('return "ls"') })).toEqual([])
})

test('a method is found by the type in front of it, and by its name where that is not known', async () => {
  const store = (body: string): string =>
    `package store\n\ntype Store struct{}\n\nfunc (s *Store) Key(name string) string {\n\t${body}\n}\n`
  const imports = '"example.com/shop/store"'
  const own = (body: string): string =>
    `package app\n\nfunc (h *Handler) key(name string) string {\n\t${body}\n}\n`
  expect(
    await lines({ 'app/handler.go': handler('h.key(name)'), 'app/key.go': own('return "k:" + name') }),
  ).toEqual([11])
  expect(await lines({ 'app/handler.go': handler('h.key(name)'), 'app/key.go': own('return "k"') })).toEqual(
    [],
  )
  const files = { 'app/handler.go': handler('h.store.Key(name)', imports) }
  expect(await lines({ ...files, 'store/store.go': store('return "k:" + name') })).toEqual([11])
  expect(await lines({ ...files, 'store/store.go': store('return "k"') })).toEqual([])
})
