import { z } from 'zod'

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const moduleNumber = z.number().int().min(1).max(15)
const words = z.string().trim().min(1)

/** Front matter of a module's page; number and slug are the file's name. */
export const moduleFrontMatter = z.strictObject({
  number: moduleNumber,
  title: words,
  /** One sentence. */
  summary: words,
})

/** Front matter of a track's page; number and slug are the file's name. */
export const trackFrontMatter = z.strictObject({
  number: z.number().int().min(1),
  title: words,
  summary: words,
  /** Numbers of its modules, in the order in which to take them. */
  modules: z.array(moduleNumber).min(1),
})

/** A way through the modules for one responsibility. */
export interface Track extends z.infer<typeof trackFrontMatter> {
  slug: string
}

export const kpiSchema = z.strictObject({
  id: slug,
  title: words,
  /** What exactly is counted over what, so that two teams get the same figure. */
  definition: words,
  unit: z.enum(['percent', 'count', 'hours', 'minutes', 'milliseconds', 'per-week', 'days']),
  better: z.enum(['higher', 'lower']),
  /** Figure a healthy team reaches, in `unit`. */
  target: z.number(),
  /** Where the figure comes from: what this project keeps, or the system to ask. */
  source: words,
  /** Modules that move it. */
  modules: z.array(moduleNumber).min(1),
})

/** A figure that shows whether a standard is lived. */
export type Kpi = z.infer<typeof kpiSchema>
