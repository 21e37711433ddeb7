import { FileRoutes } from '../file-routes.ts'
import type { RouteReader } from '../framework.ts'
import { Constants } from '../text-of.ts'
import { readControllers } from './controllers.ts'
import { MinimalRoutes } from './minimal.ts'

/** ASP.NET Core: controllers with attribute routing, and minimal APIs. */
export const aspnet: RouteReader = {
  files: ['**/*.cs'],
  mentions:
    /\[(?:[^\]\n]*,\s*)?(?:Http(?:Get|Post|Put|Patch|Delete)|Route)\b|\.Map[A-Z]\w*|RouteGroupBuilder|IEndpointRouteBuilder/,
  read(path, root) {
    const file = new FileRoutes(path)
    const constants = new Constants(root)
    readControllers(root, file, constants)
    new MinimalRoutes(root, file, constants).read()
    return file
  },
  // A method is called by its name alone; extension methods hardly ever share one.
  locator: (paths) => () => paths,
}
