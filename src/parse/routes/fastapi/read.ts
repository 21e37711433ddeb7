import type { SyntaxNode } from '../../code/node.ts'
import { argumentsOf } from '../../migrations/python.ts'
import type { FileRoutes, RouterRef } from '../file-routes.ts'
import { EMPTY, type PathText } from '../path-text.ts'
import type { PythonFile } from '../python/file.ts'
import { methodsOf, plainName } from '../python/values.ts'
import { between } from '../region.ts'
import { textOf } from '../text-of.ts'

const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'options', 'head', 'trace'])

/** FastAPI and Starlette-like routers (https://fastapi.tiangolo.com/tutorial/bigger-applications/). */
export function readFastApi({ root, constants, routers, refOf }: PythonFile, file: FileRoutes): void {
  const text = (node: SyntaxNode | undefined): PathText => (node ? textOf(node, constants) : EMPTY)
  for (const node of root.walk()) {
    if (node.type !== 'call') continue
    const callee = node.child('function')
    const name = callee?.child('attribute')?.text ?? ''
    const object = callee?.child('object')
    const router = object && routers.find(object, 'fastapi')
    if (!callee || router === undefined) continue
    const { positional, keywords } = argumentsOf(node)
    const path = positional[0] ?? keywords.get('path')
    if (name === 'include_router' || name === 'mount') {
      const target =
        name === 'mount' ? (positional[1] ?? keywords.get('app')) : (path ?? keywords.get('router'))
      const child: RouterRef | undefined = target && refOf(target)
      const prefix = name === 'mount' ? text(path) : text(keywords.get('prefix'))
      if (child) file.mounts.push({ parent: { name: router }, child, prefix, region: node.region })
      continue
    }
    const isVerb = VERBS.has(name)
    if (!path || !(isVerb || name === 'api_route' || name === 'add_api_route' || name === 'route')) continue
    const decorated = node.parent?.type === 'decorator' ? node.parent.parent?.child('definition') : undefined
    if (!decorated && name !== 'add_api_route') continue
    const methods = isVerb ? [name.toUpperCase()] : methodsOf(keywords.get('methods'), constants)
    const handler = decorated?.child('name')?.text ?? plainName(positional[1])
    for (const method of methods.length > 0 ? methods : ['GET']) {
      file.routes.push({
        framework: 'fastapi',
        router,
        method,
        path: text(path),
        hidden: keywords.get('include_in_schema')?.type === 'false',
        ...(handler !== undefined && { handler }),
        region: between(callee, path),
      })
    }
  }
}
