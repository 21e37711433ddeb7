import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMarker } from '../../src/report/github/index.ts'
import { GitHubWithApp } from './github.ts'

let github: GitHubWithApp
beforeAll(async () => {
  github = await GitHubWithApp.start()
})
afterAll(async () => {
  await github[Symbol.asyncDispose]()
  expect(github.standIn.violations).toEqual([])
})

const BASE = `openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: OK
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
    post:
      operationId: addPet
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses: {'201': {description: Created}}
components:
  schemas:
    Pet:
      type: object
      required: [id, favouriteFood]
      properties:
        id: {type: string}
        favouriteFood:
          type: string
`

test('a removed property: one comment with a button and the code that reads it; pressed, the check passes', async () => {
  const { standIn } = github
  const repository = await github.repository({
    'api/openapi.yaml': BASE,
    'client/pets.ts': 'export const food = (pet) => pet.favouriteFood\n',
  })
  const head = BASE.replace(', favouriteFood]', ']').replace(/ {8}favouriteFood:\n.*\n/, '')
  const sha = await standIn.push(repository, 'work', { files: { 'api/openapi.yaml': head } })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  expect(github.checks(repository, sha)['API compatibility']).toBe('failure')

  // Removed from requests and from responses: two findings of one line.
  const comments = await standIn.reviewComments(pull)
  expect(comments).toHaveLength(1)
  const [comment] = comments
  if (!comment) throw new Error('no comment')
  const { body, side, line = 0, startLine = line } = comment
  expect(side).toBe('RIGHT')
  expect(readMarker(body)?.fingerprints).toHaveLength(2)
  expect(body).toContain('`api/openapi.yaml:23` (in the base)')
  expect(body).toContain('`client/pets.ts:1`')
  const replacement = /^`{3,}suggestion\n([^]*?)\n`{3,}$/m.exec(body)?.[1] ?? ''
  expect(replacement).toContain('deprecated: true')

  const lines = head.split('\n')
  lines.splice(startLine - 1, line - startLine + 1, ...replacement.split('\n'))
  const mended = await standIn.push(repository, 'work', { files: { 'api/openapi.yaml': lines.join('\n') } })
  await github.rest()
  expect(github.checks(repository, mended)['API compatibility']).toBe('success')
  const after = await standIn.reviewComments(pull)
  expect(after.map(({ body: now }) => readMarker(now)?.state)).toEqual(['fixed'])
}, 120_000)
