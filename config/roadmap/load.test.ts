import { expect, test } from 'vitest'
import { findModule, kpis, moduleMarkdown, modules, trackMarkdown, tracks } from './index.ts'

test('there are fifteen modules, numbered without a gap, with the titles the links promise', () => {
  expect(modules.map(({ number, title }) => `${number} ${title}`)).toEqual([
    '1 Internet & Platform Fundamentals',
    '2 Languages, Runtimes & Concurrency',
    '3 Version Control & Code Review',
    '4 Databases & Data Modeling',
    '5 API Design & Integration',
    '6 Caching & Performance',
    '7 Security & Authentication',
    '8 Testing & Quality',
    '9 CI/CD & Supply Chain',
    '10 Software Design & Architecture',
    '11 Messaging & Event-Driven Systems',
    '12 Containers, Kubernetes & Cloud',
    '13 Scalability & Resilience',
    '14 Observability, Debuggability & Operations',
    '15 Technical Governance & Evolution',
  ])
})

test.each(modules)('the page of module $number begins with its title', ({ number, title }) => {
  expect(moduleMarkdown(number).split('\n')[0]).toBe(`# ${title}`)
})

test('a module that does not exist is undefined, and its page an error', () => {
  expect(findModule(5)?.slug).toBe('api-design-integration')
  expect(findModule(16)).toBeUndefined()
  expect(() => moduleMarkdown(16)).toThrow('there is no module 16')
})

test('eight tracks together lead through every module', () => {
  expect(tracks().map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(new Set(tracks().flatMap(({ modules }) => modules)).size).toBe(15)
  for (const { number, title } of tracks()) expect(trackMarkdown(number)).toContain(`# ${title}`)
})

test('every module moves a KPI, and no KPI is named twice', () => {
  const ids = kpis().map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const moved = new Set(kpis().flatMap(({ modules }) => modules))
  expect(modules.map(({ number }) => number).filter((number) => !moved.has(number))).toEqual([])
})
