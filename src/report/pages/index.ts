export { renderModulePage } from './module.ts'
export { renderIndex } from './overview.ts'
export { renderRulePage } from './rule.ts'
export { renderTrackPage } from './track.ts'
