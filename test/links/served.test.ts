import { expect, test } from 'vitest'
import { rules } from '../../checks/index.ts'
import { modules } from '../../config/index.ts'
import { crawl, problemOnPage, servedAt } from './served.ts'

const pages = crawl()

test('every module and every rule is reached from the first page', () => {
  for (const { number } of modules) expect(pages).toContain(`/roadmap/${number}`)
  for (const { id } of rules) expect(pages).toContain(`/rules/${id}`)
})

test.each(pages)('every link on the page %s leads somewhere', (page) => {
  const problems = (servedAt(page)?.hrefs ?? []).flatMap((href) => {
    const problem = problemOnPage(page, href)
    return problem === undefined ? [] : [`${href} ${problem}`]
  })
  expect(problems).toEqual([])
})

test.each([
  ['/roadmap/99', 'is no page of the app'],
  ['/roadmap/1#no-such-place', 'names a place that is not on its page'],
  ['#no-such-place', 'names a place that is not on its page'],
])('%s is noticed', (href, problem) => {
  expect(problemOnPage('/', href)).toBe(problem)
})
