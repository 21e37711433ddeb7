export {
  collectRoutes,
  readerOf,
  readFileRoutes,
  ROUTE_FILES,
  RouteFiles,
  type CollectedRoutes,
  type FileRoutesRead,
} from './collect.ts'
export type { FileRoutes } from './file-routes.ts'
export { anonymous, FRAMEWORKS, type FrameworkId, type Route } from './route.ts'
