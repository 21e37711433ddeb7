import { findModule, findTrack } from './roadmap/index.ts'
import type { Config } from './types.ts'

const REPOSITORY = 'https://github.com/roadmap-review/roadmap-review'

/** Where the pages of a module, a track and a rule are. */
export interface Links {
  /** @throws Error when there is no such module. */
  module(number: number): string
  /** @throws Error when there is no such track. */
  track(number: number): string
  rule(id: string): string
}

/**
 * The configuration's `links`, else the app's own pages, else the pages in the project's repository.
 * @param options.appUrl public URL of a running app, with or without a final slash.
 */
export function makeLinks(options: {
  config: Pick<Config, 'links'>
  appUrl?: string
  repositoryUrl?: string
}): Links {
  const { modules, rules } = options.config.links
  const app = options.appUrl?.replace(/\/+$/, '')
  const repository = (options.repositoryUrl ?? REPOSITORY).replace(/\/+$/, '')
  return {
    module: (number) => {
      const module = findModule(number)
      if (!module) throw new Error(`there is no module ${number}`)
      if (modules) return fill(modules, { number: String(number), slug: module.slug })
      if (app) return `${app}/roadmap/${number}`
      return `${repository}/blob/main/config/roadmap/modules/${pageName(number, module.slug)}`
    },
    track: (number) => {
      const track = findTrack(number)
      if (!track) throw new Error(`there is no track ${number}`)
      return app
        ? `${app}/tracks/${number}`
        : `${repository}/blob/main/config/roadmap/tracks/${pageName(number, track.slug)}`
    },
    rule: (id) => {
      const path = id.split('/').map(encodeURIComponent).join('/')
      if (rules) return fill(rules, { id: path })
      return app ? `${app}/rules/${path}` : `${repository}/blob/main/checks/${path}/rule.md`
    },
  }
}

/** Placeholders of the templates in `links`. */
export const PLACEHOLDERS = { modules: ['number', 'slug'], rules: ['id'] } as const

/** File name of a module's or a track's page. */
function pageName(number: number, slug: string): string {
  return `${String(number).padStart(2, '0')}-${slug}.md`
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
