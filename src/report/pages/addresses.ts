import { type Links, modules, tracks } from '../../../config/index.ts'

/** Where the project's files are shown; what a page links to outside the pages leads there. */
const REPOSITORY = 'https://github.com/roadmap-review/roadmap-review/blob/main/'

/**
 * Turns the addresses in a page of the repository into those of the served pages: links between modules and
 * rules lead to pages, links to other files to the repository.
 * @param file path of the page in the repository
 */
export function addressesOf(file: string, links: Links): (href: string) => string {
  return (href) => {
    if (href.startsWith('#') || !URL.canParse(href, REPOSITORY + file)) return href
    const url = new URL(href, REPOSITORY + file)
    if (!url.href.startsWith(REPOSITORY)) return url.href
    const path = url.href.slice(REPOSITORY.length).replace(/[#?].*$/, '')
    const [, slug] = /^config\/roadmap\/modules\/\d+-([a-z0-9-]+)\.md$/.exec(path) ?? []
    const module = modules.find((candidate) => candidate.slug === slug)
    if (module) return links.module(module.number) + url.hash
    const [, trackSlug] = /^config\/roadmap\/tracks\/\d+-([a-z0-9-]+)\.md$/.exec(path) ?? []
    const track = tracks().find((candidate) => candidate.slug === trackSlug)
    if (track) return links.track(track.number) + url.hash
    const [, rule] = /^checks\/([a-z0-9-]+\/[a-z0-9-]+)\/(?:rule\.md)?$/.exec(path) ?? []
    return rule === undefined ? url.href : links.rule(rule) + url.hash
  }
}
