import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import type { RoadmapModule } from '../../src/model/index.ts'
import { type Kpi, kpiSchema, moduleFrontMatter, type Track, trackFrontMatter } from './schema.ts'

/** A page of the roadmap: its front matter, and the Markdown after it. */
interface Page<FrontMatter> {
  slug: string
  frontMatter: FrontMatter
  markdown: string
}

const modulePages = readPages('./modules/', moduleFrontMatter)
let trackPages: Page<Omit<Track, 'slug'>>[] | undefined
let kpiList: readonly Kpi[] | undefined

/** The fifteen modules, by number. */
export const modules: readonly RoadmapModule[] = modulePages.map(({ slug, frontMatter }) => ({
  ...frontMatter,
  slug,
}))

export function findModule(number: number): RoadmapModule | undefined {
  return modules.find((module) => module.number === number)
}

/**
 * Markdown of a module's page, without its front matter.
 * @throws Error when there is no such module.
 */
export function moduleMarkdown(number: number): string {
  return markdownOf(modulePages, number, 'module')
}

/** The eight tracks, by number. */
export function tracks(): readonly Track[] {
  return readTracks().map(({ slug, frontMatter }) => ({ ...frontMatter, slug }))
}

export function findTrack(number: number): Track | undefined {
  return tracks().find((track) => track.number === number)
}

/**
 * Markdown of a track's page, without its front matter.
 * @throws Error when there is no such track.
 */
export function trackMarkdown(number: number): string {
  return markdownOf(readTracks(), number, 'track')
}

/** All KPIs, in the order of `kpis.yml`. */
export function kpis(): readonly Kpi[] {
  kpiList ??= z.array(kpiSchema).parse(parse(readFileSync(new URL('./kpis.yml', import.meta.url), 'utf8')))
  return kpiList
}

function readTracks(): Page<Omit<Track, 'slug'>>[] {
  trackPages ??= readPages('./tracks/', trackFrontMatter)
  return trackPages
}

/** Pages `NN-slug.md` of a folder beside this file, by number. The pages are our own: a wrong one is a bug. */
function readPages<FrontMatter extends { number: number }>(
  folder: string,
  schema: z.ZodType<FrontMatter>,
): Page<FrontMatter>[] {
  const url = new URL(folder, import.meta.url)
  const pages = readdirSync(url)
    .filter((name) => name.endsWith('.md'))
    .map((name) => {
      const [, number, slug] = /^(\d{2})-([a-z0-9-]+)\.md$/.exec(name) ?? []
      const [, head, markdown] =
        /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(readFileSync(new URL(name, url), 'utf8')) ?? []
      if (slug === undefined || head === undefined || markdown === undefined) {
        throw new Error(`${folder}${name} wants a name NN-slug.md and front matter between two lines of ---`)
      }
      const frontMatter = schema.safeParse(parse(head))
      if (!frontMatter.success) throw new Error(`${folder}${name}: ${z.prettifyError(frontMatter.error)}`)
      if (frontMatter.data.number !== Number(number)) {
        throw new Error(`${folder}${name}: its front matter says number ${frontMatter.data.number}`)
      }
      return { slug, frontMatter: frontMatter.data, markdown: markdown.trimStart() }
    })
  return pages.toSorted((a, b) => a.frontMatter.number - b.frontMatter.number)
}

function markdownOf(pages: readonly Page<{ number: number }>[], number: number, what: string): string {
  const page = pages.find(({ frontMatter }) => frontMatter.number === number)
  if (!page) throw new Error(`there is no ${what} ${number}`)
  return page.markdown
}
