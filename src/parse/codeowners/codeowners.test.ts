import { expect, test } from 'vitest'
import { memorySnapshot } from '../../changeset/memory.ts'
import { codeOwners, parseCodeOwners } from './codeowners.ts'

// The example of GitHub's documentation, and what it says of each line.
const EXAMPLE = `# Comment
*       @global-owner1 @global-owner2
*.js    @js-owner #inline comment
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/* docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
`

test.each([
  ['README.md', ['@global-owner1', '@global-owner2']],
  ['src/deep/a.js', ['@js-owner']],
  ['main.go', ['docs@example.com']],
  ['build/logs/a/b.log', ['@octocat']],
  ['docs/getting-started.md', ['@doctocat']],
  ['docs/build-app/troubleshooting.md', ['@doctocat']],
  ['src/apps/x.rb', ['@octocat']],
  ['scripts/a.sh', ['@doctocat', '@octocat']],
  ['deeply/nested/logs/x', ['@octocat']],
  ['apps/x', ['@octocat']],
  ['apps/github/x', []],
])('%s', (path, owners) => {
  expect(parseCodeOwners(EXAMPLE).ownersOf(path)).toEqual(owners)
})

test('a star at the end stays in its folder', () => {
  const { ownersOf } = parseCodeOwners('docs/* @a')
  expect(ownersOf('docs/a.md')).toEqual(['@a'])
  expect(ownersOf('docs/deep/a.md')).toEqual([])
})

test('lines that GitHub passes over are named', () => {
  const { problems, ownersOf } = parseCodeOwners('!a.ts @a\n[ab].ts @a\n*.ts nobody\n{a}.ts @a\n')
  expect(problems.map(({ line }) => line)).toEqual([1, 2, 3])
  expect(ownersOf('a.ts')).toEqual([])
  expect(ownersOf('{a}.ts')).toEqual(['@a'])
})

test('the first place counts, and what cannot be read is said', async () => {
  const both = memorySnapshot({ CODEOWNERS: '* @b', '.github/CODEOWNERS': '* @a' })
  const read = await codeOwners(both)
  expect(read?.kind === 'read' && read.owners.ownersOf('x')).toEqual(['@a'])
  expect(await codeOwners(memorySnapshot({ 'a.ts': '' }))).toBeUndefined()
  const large = memorySnapshot({ CODEOWNERS: '# x\n'.repeat(800_000) })
  expect(await codeOwners(large)).toMatchObject({ kind: 'unread' })
})
