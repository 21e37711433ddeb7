import type { Links } from '../../config/index.ts'
import { renderIndex, renderModulePage, renderRulePage, renderTrackPage } from '../report/pages/index.ts'

/** The app's own pages link to each other whatever host they are served from. */
const links: Links = {
  module: (number) => `/roadmap/${number}`,
  track: (number) => `/tracks/${number}`,
  rule: (id) => `/rules/${id}`,
}

/** The page at a path, or undefined where there is none. */
export function pageAt(path: string): string | undefined {
  if (path === '/') return renderIndex(links)
  const module = /^\/roadmap\/(\d{1,2})$/.exec(path)?.[1]
  if (module !== undefined) return renderModulePage(Number(module), links)
  const track = /^\/tracks\/(\d{1,2})$/.exec(path)?.[1]
  if (track !== undefined) return renderTrackPage(Number(track), links)
  const rule = /^\/rules\/([a-z0-9-]+\/[a-z0-9-]+)$/.exec(path)?.[1]
  return rule === undefined ? undefined : renderRulePage(rule, links)
}
