import { dirname, join } from 'node:path/posix'
import { expect, test } from 'vitest'
import { readMarkdown } from './markdown.ts'
import { markdownFiles, problemOfAddress, problemOfPath, readPage } from './repository.ts'

const files = markdownFiles()

test('the pages are found', () => {
  expect(files).toContain('README.md')
  expect(files.filter((path) => path.endsWith('/rule.md')).length).toBeGreaterThan(20)
  expect(files.filter((path) => path.startsWith('config/roadmap/modules/'))).toHaveLength(15)
})

test.each(files)('every link in %s leads somewhere', (file) => {
  const problems = readPage(file).links.flatMap((link) => {
    const problem = link.startsWith('#')
      ? problemOfPath(file + link)
      : URL.canParse(link)
        ? problemOfAddress(link)
        : problemOfPath(join(dirname(file), decodeURI(link)))
    return problem === undefined ? [] : [`${link} ${problem}`]
  })
  expect(problems).toEqual([])
})

test.each([
  ['docs/no-such-page.md', 'is no file of the repository'],
  ['../outside.md', 'leads out of the repository'],
  ['README.md#no-such-heading', 'names a heading that is not there'],
  ['package.json#name', 'names a place in what has none'],
])('%s is noticed', (link, problem) => {
  expect(problemOfPath(link)).toBe(problem)
})

test.each([
  ['http://www.rfc-editor.org/', 'is not https'],
  ['https://docs.example.com/', 'leads to a host that is only an example'],
  ['https://localhost:3000/', 'leads to a host that is only an example'],
  ['https://intranet/', 'leads to no public host'],
  ['https://github.com/roadmap-review/roadmap-review/blob/main/no/such/file', 'is no file of the repository'],
])('%s is noticed', (address, problem) => {
  expect(problemOfAddress(address)).toBe(problem)
})

test('headings are named as GitHub names them', () => {
  const text =
    '# What `a.b` does, & why\n\n## Setup\n\n## Setup\n\n```md\n## Not a heading [x](nowhere)\n```\n'
  const { anchors, links } = readMarkdown(text)
  expect([...anchors]).toEqual(['what-ab-does--why', 'setup', 'setup-1'])
  expect(links).toEqual([])
})
