import type { Ecosystem } from './ecosystem.ts'
import { javascript } from './javascript/ecosystem.ts'

/** Languages in which tests are followed to functions, name by name. */
export const ECOSYSTEMS: readonly Ecosystem[] = [javascript]
