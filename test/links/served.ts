import { pageAt } from '../../src/app/pages.ts'
import { readHtml } from './html.ts'
import { problemOfAddress } from './repository.ts'

const read = new Map<string, ReturnType<typeof readHtml> | undefined>()

/** A page of the app, or undefined where it serves none. */
export function servedAt(path: string): ReturnType<typeof readHtml> | undefined {
  if (!read.has(path)) {
    const text = pageAt(path)
    read.set(path, text === undefined ? undefined : readHtml(text))
  }
  return read.get(path)
}

/** Why a link on a page of the app leads nowhere; or undefined. */
export function problemOnPage(page: string, href: string): string | undefined {
  if (!href.startsWith('/') && !href.startsWith('#')) return problemOfAddress(href)
  const [path = '', anchor] = href.split('#', 2)
  const target = servedAt(path === '' ? page : path)
  if (!target) return 'is no page of the app'
  if (anchor === undefined || anchor === '') return undefined
  return target.ids.has(decodeURIComponent(anchor)) ? undefined : 'names a place that is not on its page'
}

/** Every page that can be reached from the first one. */
export function crawl(): string[] {
  const pages = ['/']
  for (const page of pages) {
    for (const href of servedAt(page)?.hrefs ?? []) {
      const [path = ''] = href.split('#', 1)
      if (path.startsWith('/') && !pages.includes(path) && servedAt(path)) pages.push(path)
    }
  }
  return pages
}
