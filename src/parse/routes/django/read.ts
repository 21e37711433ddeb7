import type { SyntaxNode } from '../../code/node.ts'
import { argumentsOf } from '../../migrations/python.ts'
import type { FileRoutes, RouterRef } from '../file-routes.ts'
import { below, EMPTY, known, type PathText } from '../path-text.ts'
import type { PythonFile } from '../python/file.ts'
import { methodsOf, plainName } from '../python/values.ts'
import { between } from '../region.ts'
import { textOf } from '../text-of.ts'
import { plainPattern } from './pattern.ts'

/**
 * Django's `urlpatterns` and the routers of Django REST framework
 * (https://docs.djangoproject.com/en/5.2/topics/http/urls/, https://www.django-rest-framework.org/api-guide/routers/).
 * The methods stand in the views, mostly in other files: a route answers `ANY`, but for the extra actions of a view set.
 */
export function readDjango(python: PythonFile, file: FileRoutes): void {
  const { root } = python
  // The file that `ROOT_URLCONF` names is the service's own; no other includes it.
  const isUrls =
    /(?:^|\/)urls?(?:\/[^/]*|[^/]*)\.py$/.test(file.path) || /\burlpatterns\b/.test(root.source.text)
  for (const node of root.walk()) {
    if (node.type === 'call') {
      if (isUrls) readPath(node, python, file)
      readRegister(node, python, file)
    } else if (node.type === 'class_definition') readViewSet(node, python, file)
  }
  const router = root.source.text.includes('urlpatterns') ? 'urlpatterns' : undefined
  if (router !== undefined) file.router(router)
}

/** The list that a path stands in: `urlpatterns`, or a variable that is included. */
function listOf(node: SyntaxNode): string {
  const assignment = node.ancestor('assignment', 'augmented_assignment')
  return assignment?.child('left')?.text ?? 'urlpatterns'
}

function readPath(node: SyntaxNode, python: PythonFile, file: FileRoutes): void {
  const callee = node.child('function')?.text ?? ''
  if (!/^(?:path|re_path|url)$/.test(callee)) return
  const { positional, keywords } = argumentsOf(node)
  const [written, view] = [positional[0] ?? keywords.get('route'), positional[1] ?? keywords.get('view')]
  if (!written || !view) return
  const text = textOf(written, python.constants)
  const path = callee === 'path' ? text : { ...text, text: plainPattern(text.text) }
  // A path within the list of an `include([…])` stands below that one's.
  const around = enclosing(node, python)
  const router = file.router(around.path ? `nested@${around.node.start}` : listOf(node))
  const region = between(node, written)
  const included = view.type === 'call' && view.child('function')?.text === 'include' ? view : undefined
  if (included || (view.type === 'attribute' && view.text.endsWith('.urls'))) {
    mountIncluded(included, view, { router, path, region }, python, file)
    return
  }
  const handler = plainName(view)
  const hidden = false
  file.routes.push({
    framework: 'django',
    router,
    method: 'ANY',
    path,
    hidden,
    ...(handler !== undefined && { handler }),
    region,
  })
}

function enclosing(node: SyntaxNode, python: PythonFile): { node: SyntaxNode; path: boolean } {
  for (let at = node.parent; at; at = at.parent) {
    if (
      at.type === 'call' &&
      at.child('function')?.text === 'include' &&
      at.parent?.parent?.type === 'call'
    ) {
      return { node: at, path: true }
    }
  }
  return { node: python.root, path: false }
}

function mountIncluded(
  included: SyntaxNode | undefined,
  view: SyntaxNode,
  { router, path, region }: { router: string; path: PathText; region: ReturnType<typeof between> },
  { constants, refOf }: PythonFile,
  file: FileRoutes,
): void {
  let argument = included ? argumentsOf(included).positional[0] : view
  if (argument?.type === 'tuple') argument = argument.namedChildren[0]
  if (!argument) return
  let child: RouterRef | undefined
  if (argument.type === 'list' && included) child = { name: file.router(`nested@${included.start}`) }
  else if (argument.type === 'attribute' && argument.text.endsWith('.urls')) {
    const router = argument.child('object')
    child = router && refOf(router)
  } else {
    const { text, complete } = textOf(argument, constants)
    const ref = argument.type === 'string' ? undefined : refOf(argument)
    child = argument.type === 'string' && complete ? { from: text, name: 'urlpatterns' } : ref
    if (ref?.name === '*' || (ref && argument.type === 'identifier' && ref.from !== undefined)) {
      const module = ref.name === '*' ? ref.from : `${ref.from}.${ref.name}`
      child = { from: module ?? '', name: 'urlpatterns' }
    }
  }
  if (child) file.mounts.push({ parent: { name: router }, child, prefix: path, region })
}

/** `router.register('users', UserViewSet)`. */
function readRegister(node: SyntaxNode, python: PythonFile, file: FileRoutes): void {
  const callee = node.child('function')
  const object = callee?.child('object')
  const router = object && python.routers.find(object, 'drf')
  if (router === undefined || callee?.child('attribute')?.text !== 'register') return
  const { positional, keywords } = argumentsOf(node)
  const [prefix, view] = [positional[0] ?? keywords.get('prefix'), positional[1] ?? keywords.get('viewset')]
  if (!prefix || !view) return
  const text = textOf(prefix, python.constants)
  const path = { ...text, text: plainPattern(text.text) }
  const region = between(callee, prefix)
  const handler = plainName(view)
  const route = { framework: 'django' as const, router, method: 'ANY', hidden: false, region }
  for (const end of [EMPTY, known('{id}')]) {
    file.routes.push({ ...route, path: below(path, end), ...(handler !== undefined && { handler }) })
  }
  const child = python.refOf(view)
  if (child) file.mounts.push({ parent: { name: router }, child, prefix: path, region })
}

/** The extra actions of a view set: `@action(detail=True, methods=['post'])`. */
function readViewSet(node: SyntaxNode, { constants }: PythonFile, file: FileRoutes): void {
  const name = node.child('name')?.text ?? ''
  for (const member of node.child('body')?.namedChildren ?? []) {
    if (member.type !== 'decorated_definition') continue
    for (const decorator of member.namedChildren) {
      const call = decorator.type === 'decorator' ? decorator.namedChildren[0] : undefined
      if (call?.type !== 'call' || call.child('function')?.text.split('.').at(-1) !== 'action') continue
      const { keywords } = argumentsOf(call)
      const handler = member.child('definition')?.child('name')?.text ?? ''
      const written = keywords.get('url_path')
      const end = written ? textOf(written, constants) : known(handler)
      const detail = keywords.get('detail')?.type === 'true'
      const path = below(detail ? known('{id}') : EMPTY, { ...end, text: plainPattern(end.text) })
      const methods = methodsOf(keywords.get('methods'), constants)
      const router = file.router(name)
      for (const method of methods.length > 0 ? methods : ['GET']) {
        file.routes.push({
          framework: 'django',
          router,
          method,
          path,
          hidden: false,
          handler,
          region: call.region,
        })
      }
    }
  }
}
