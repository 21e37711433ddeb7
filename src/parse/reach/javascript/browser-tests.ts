import type { CallGraph } from '../graph.ts'

/** What drives a browser, or the program as a whole. */
const DRIVERS =
  /^(?:puppeteer(?:-core|-extra)?|playwright(?:-core|-chromium)?|@playwright\/(?:test|experimental-ct-\w+)|cypress|selenium-webdriver|webdriverio|@wdio\/[\w-]+|testcafe|nightwatch|jest-puppeteer|jest-playwright-preset|taiko|codeceptjs|detox|spectron)(?:\/|$)/
/** Files between a test and what starts the browser. */
const MAX_FILES = 200

/** Whether a test drives a browser: what it runs in there, its imports do not tell. */
export function drivesBrowser(graph: CallGraph, test: string): boolean {
  const seen = new Set([test])
  const queue = [test]
  for (let path = queue.pop(); path !== undefined && seen.size < MAX_FILES; path = queue.pop()) {
    const file = graph.file(path)
    if (!file) continue
    if (file.facts.imports.some(({ specifier }) => DRIVERS.test(specifier))) return true
    // Cypress hands its commands to every file of its own.
    if (file.facts.units.some(({ members }) => members.some(([object]) => object === 'cy'))) return true
    for (const target of file.loads) {
      if (seen.has(target)) continue
      seen.add(target)
      queue.push(target)
    }
  }
  return false
}
