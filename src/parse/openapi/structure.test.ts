import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseJson } from '../json/parse-json.ts'
import { loadDescription } from './description.ts'
import { pointerOf } from './node.ts'
import { structureErrors } from './structure.ts'

const HEAD = { openapi: '3.0.3', info: { title: 'Pets', version: '1' } }

async function errorsOf(document: object): Promise<string[]> {
  const text = JSON.stringify(document)
  const loaded = await loadDescription('api.json', (path) =>
    Promise.resolve(path === 'api.json' ? parseJson(path, text) : { path, why: 'does not exist' }),
  )
  if (loaded.kind !== 'description') throw new Error(loaded.kind)
  const errors = await structureErrors(loaded.description)
  return errors.map(({ node, message }) => `/${pointerOf(node).join('/')} ${message}`)
}

test('names the innermost place, once', async () => {
  const parameters = [{ name: 'limit', in: 'query', schema: { type: 'text' } }]
  const paths = { '/pets': { get: { parameters, responses: { 200: { description: 'OK' } } } } }
  expect(await errorsOf({ ...HEAD, paths })).toEqual([
    '/paths//pets/get/parameters/0/schema/type must be one of array, boolean, integer, number, object, string',
  ])
})

test('reads no file and calls no server, whatever a $ref names', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'structure-')), 'secret.json')
  writeFileSync(file, '{"description": 5}')
  let calls = 0
  const server = createServer((_, response) => {
    calls++
    response.end('{"description": 5}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret.json`
    const references = [file, `file://${file}`, url, '/etc/passwd'].map(($ref, index) => [
      200 + index,
      { $ref },
    ])
    const paths = { '/pets': { get: { responses: Object.fromEntries(references) } } }
    // What stands there is no valid response: had it been read, it would be an error.
    expect(await errorsOf({ ...HEAD, paths })).toEqual([])
    expect(calls).toBe(0)
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
})

test('references that write out to billions, or go in circles, are not written out', async () => {
  const twice = (name: string): object => {
    const $ref = `#/components/schemas/${name}`
    return { type: 'object', properties: { a: { $ref }, b: { $ref } } }
  }
  const names = Array.from({ length: 60 }, (_, index) => `S${index}`)
  const schemas = Object.fromEntries(names.map((name, index) => [name, twice(names[index + 1] ?? 'S0')]))
  expect(await errorsOf({ ...HEAD, paths: {}, components: { schemas } })).toEqual([])
})
