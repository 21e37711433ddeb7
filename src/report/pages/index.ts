export { renderModulePage } from './module.ts'
export { renderIndex } from './overview.ts'
export { renderRulePage } from './rule.ts'
