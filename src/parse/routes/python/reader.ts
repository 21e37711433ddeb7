import { readDjango } from '../django/read.ts'
import { readFastApi } from '../fastapi/read.ts'
import { readFlask } from '../flask/read.ts'
import type { RouteReader } from '../framework.ts'
import { pythonLocator } from './bindings.ts'
import { readPythonFile } from './file.ts'

/** FastAPI, Flask, Django and Django REST framework. */
export const python: RouteReader = {
  files: ['**/*.py'],
  mentions:
    /\bAPIRouter\b|\bFastAPI\b|\bBlueprint\b|\bFlask\b|\bNamespace\b|\badd_resource\b|\bapp\.|\burlpatterns\b|\binclude_router\b|\bregister_blueprint\b|@action\(|\b(?:Default|Simple)Router\b|\brouters?\b/,
  read(path, root) {
    const { python: parsed, file } = readPythonFile(path, root)
    readFastApi(parsed, file)
    readFlask(parsed, file)
    readDjango(parsed, file)
    file.routes.sort((a, b) => a.region.startLine - b.region.startLine)
    return file
  },
  locator: pythonLocator,
}
