/** One of the fifteen modules of the Senior Backend Roadmap. */
export interface RoadmapModule {
  /** 1 to 15. */
  number: number
  /** kebab-case name as in the page's file name. */
  slug: string
  title: string
  /** One sentence. */
  summary: string
}
