import { describe, expect, it, test } from 'vitest'
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

describe('what Java leaves for another class', () => {
  const main = (use: string): string => `package p;
import javax.servlet.http.*;
import java.io.*;
public class A {
  public static String kept;
  static class Box { public String name; }
  public void show(HttpServletRequest request) throws Exception {
    String name = request.getParameter("name");
    ${use}
  }
}
`
  const other = (parameter: string, use: string): string =>
    `package p;\nimport java.io.*;\npublic class B {\n  public void load(${parameter}, HttpServletRequest request) throws Exception {\n    ${use}\n  }\n}\n`
  const both = (use: string, parameter: string, load: string): Promise<string[]> =>
    found('src/p/A.java', { 'src/p/A.java': main(use), 'src/p/B.java': other(parameter, load) })

  it('in a field by the name of its class', async () => {
    expect(
      await both('kept = name; (new B()).load(1, request);', 'int x', 'this.sink(A.kept);'),
    ).toHaveLength(1)
    expect(await both('kept = "x"; (new B()).load(1, request);', 'int x', 'this.sink(A.kept);')).toEqual([])
    expect(
      await both('A.kept = name; (new B()).load(1, request);', 'int x', 'this.sink(A.kept);'),
    ).toHaveLength(1)
  })

  it('in a field of an object that it is given', async () => {
    const use = (value: string): string =>
      `Box box = new Box(); box.name = ${value}; (new B()).load(box, request);`
    expect(await both(use('name'), 'A.Box box', 'this.sink(box.name);')).toHaveLength(1)
    expect(await both(use('"x"'), 'A.Box box', 'this.sink(box.name);')).toEqual([])
  })

  it('in a stream of bytes', async () => {
    const use = (value: string): string =>
      `ByteArrayOutputStream bytes = new ByteArrayOutputStream(); ObjectOutput out = new ObjectOutputStream(bytes); out.writeObject(${value}); (new B()).load(bytes.toByteArray(), request);`
    const load =
      'ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes)); String name = (String) in.readObject(); this.sink(name);'
    expect(await both(use('name'), 'byte[] bytes', load)).toHaveLength(1)
    expect(await both(use('"x"'), 'byte[] bytes', load)).toEqual([])
  })
})
