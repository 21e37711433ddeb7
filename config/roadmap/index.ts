export { findModule, findTrack, kpis, moduleMarkdown, modules, trackMarkdown, tracks } from './load.ts'
export type { Kpi, Track } from './schema.ts'
