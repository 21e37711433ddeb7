import type { SyntaxNode } from '../../code/node.ts'
import { argumentsOf } from '../../migrations/python.ts'
import type { FileRoutes } from '../file-routes.ts'
import { EMPTY, type PathText } from '../path-text.ts'
import type { PythonFile } from '../python/file.ts'
import { methodsOf, plainName } from '../python/values.ts'
import { between } from '../region.ts'
import { textOf } from '../text-of.ts'

const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete'])
const MOUNTS: Readonly<Record<string, string>> = {
  register_blueprint: 'url_prefix',
  register_api: 'url_prefix',
  add_namespace: 'path',
}

/** Flask, its blueprints, Flask-RESTful and flask-restx (https://flask.palletsprojects.com/en/stable/blueprints/). */
export function readFlask({ root, constants, routers, refOf }: PythonFile, file: FileRoutes): void {
  const text = (node: SyntaxNode | undefined): PathText => (node ? textOf(node, constants) : EMPTY)
  for (const node of root.walk()) {
    if (node.type !== 'call') continue
    const callee = node.child('function')
    const name = callee?.child('attribute')?.text ?? ''
    const object = callee?.child('object')
    const router = object && routers.find(object, 'flask')
    if (!callee || router === undefined) continue
    const { positional, keywords } = argumentsOf(node)
    const [first, second] = positional
    if (Object.hasOwn(MOUNTS, name)) {
      const child = first && refOf(first)
      const prefix = text(keywords.get(MOUNTS[name] ?? '') ?? (name === 'add_namespace' ? second : undefined))
      if (child) file.mounts.push({ parent: { name: router }, child, prefix, region: node.region })
      continue
    }
    const definition = node.parent?.type === 'decorator' ? node.parent.parent?.child('definition') : undefined
    const add = (path: SyntaxNode, methods: string[], handler: string | undefined): void => {
      for (const method of methods) {
        const start = { framework: 'flask' as const, router, method, path: text(path), hidden: false }
        file.routes.push({
          ...start,
          ...(handler !== undefined && { handler }),
          region: between(callee, path),
        })
      }
    }
    if (name === 'route' && definition) {
      const isClass = definition.type === 'class_definition'
      const methods = isClass ? classMethods(definition) : methodsOf(keywords.get('methods'), constants)
      // flask-restx gives several paths to one resource.
      for (const path of isClass ? positional : positional.slice(0, 1)) {
        add(path, methods.length > 0 ? methods : [isClass ? 'ANY' : 'GET'], definition.child('name')?.text)
      }
    } else if (VERBS.has(name) && definition && first) {
      add(first, [name.toUpperCase()], definition.child('name')?.text)
    } else if (name === 'add_url_rule' && first) {
      const view = keywords.get('view_func') ?? positional[2]
      const methods = methodsOf(keywords.get('methods'), constants)
      const isView = view?.type === 'call' || view === undefined
      add(first, methods.length > 0 ? methods : [isView ? 'ANY' : 'GET'], plainName(view))
    } else if (name === 'add_resource') {
      const resource = root.namedChildren.find(
        (child) => child.type === 'class_definition' && child.child('name')?.text === first?.text,
      )
      const methods = resource ? classMethods(resource) : []
      for (const path of positional.slice(1)) add(path, methods.length > 0 ? methods : ['ANY'], first?.text)
    }
  }
}

/** The methods that a resource class answers. */
function classMethods(definition: SyntaxNode): string[] {
  return (definition.child('body')?.namedChildren ?? [])
    .map((member) => (member.type === 'decorated_definition' ? member.child('definition') : member))
    .flatMap((member) => (member?.type === 'function_definition' ? (member.child('name')?.text ?? []) : []))
    .filter((name) => VERBS.has(name))
    .map((name) => name.toUpperCase())
}
