import type { RouteReader } from '../framework.ts'
import { readSpring } from './read.ts'

/** Spring MVC and WebFlux. Controllers are whole in their file. */
export const spring: RouteReader = {
  files: ['**/*.java'],
  mentions: /@(?:Request|Get|Post|Put|Patch|Delete)Mapping\b/,
  read: readSpring,
  locator: () => () => [],
}
