export * from './excerpt.ts'
export { maskSecrets } from './mask.ts'
