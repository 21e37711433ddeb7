import type { SyntaxNode } from '../../code/node.ts'
import type { FileRoutes } from '../file-routes.ts'
import { below, EMPTY, type PathText } from '../path-text.ts'
import { textOf, type Constants } from '../text-of.ts'
import { attributesOf, type Attribute } from './attributes.ts'

const METHOD = /^Http(Get|Post|Put|Patch|Delete|Head|Options)$/

/** Controllers with attribute routing (https://learn.microsoft.com/aspnet/core/mvc/controllers/routing). */
export function readControllers(root: SyntaxNode, file: FileRoutes, constants: Constants): void {
  for (const node of root.walk()) if (node.type === 'class_declaration') readController(node, file, constants)
}

function readController(node: SyntaxNode, file: FileRoutes, constants: Constants): void {
  const name = node.child('name')?.text ?? ''
  const attributes = attributesOf(node)
  const routes = attributes.filter((attribute) => attribute.name === 'Route')
  if (routes.length === 0 && !name.endsWith('Controller') && !has(attributes, 'ApiController')) return
  const versions = attributes
    .filter((attribute) => attribute.name === 'ApiVersion')
    .map(({ positional }) => textOf(positional[0], constants).text.replace(/\.0$/, ''))
  const controller = name.replace(/Controller$/, '')
  const prefixes = routes.flatMap((route) => pathsOf(route, constants, controller, versions))
  for (const [index, prefix] of prefixes.length > 0 ? prefixes.entries() : [[0, EMPTY] as const]) {
    // Without a route of its own it has that of a class it comes from, or the conventional one.
    const kind = prefixes.length > 0 ? 'controller' : 'part'
    const router = file.router(`${name}@${node.start}.${index}`, rooted(prefix), kind)
    const bare = file.router(`bare ${name}@${node.start}`, EMPTY, 'controller')
    for (const member of node.child('body')?.namedChildren ?? []) {
      if (member.type !== 'method_declaration') continue
      readAction(
        member,
        { router, bare, hidden: isHidden(attributes) },
        file,
        constants,
        controller,
        versions,
      )
    }
  }
}

function readAction(
  member: SyntaxNode,
  { router, bare, hidden }: { router: string; bare: string; hidden: boolean },
  file: FileRoutes,
  constants: Constants,
  controller: string,
  versions: readonly string[],
): void {
  const handler = member.child('name')?.text ?? ''
  const attributes = attributesOf(member)
  const routes = attributes.filter((attribute) => attribute.name === 'Route')
  const read = (attribute: Attribute): PathText[] =>
    pathsOf(attribute, constants, controller, versions, handler)
  for (const attribute of attributes) {
    const method = METHOD.exec(attribute.name)?.[1]?.toUpperCase()
    if (method === undefined) continue
    const own = attribute.positional.length > 0 ? read(attribute) : routes.flatMap((route) => read(route))
    for (const path of own.length > 0 ? own : [EMPTY]) {
      const absolute = /^~?\//.test(path.text)
      file.routes.push({
        framework: 'aspnet',
        router: absolute ? bare : router,
        method,
        path: rooted(path),
        hidden: hidden || isHidden(attributes),
        handler,
        region: attribute.node.region,
      })
    }
  }
}

function rooted(path: PathText): PathText {
  return { ...path, text: path.text.replace(/^~\//, '/') }
}

function has(attributes: readonly Attribute[], name: string): boolean {
  return attributes.some((attribute) => attribute.name === name)
}

/** `[ApiExplorerSettings(IgnoreApi = true)]`. */
function isHidden(attributes: readonly Attribute[]): boolean {
  return attributes.some(
    ({ name, named }) => name === 'ApiExplorerSettings' && named.get('IgnoreApi')?.text === 'true',
  )
}

/** A route's template with its tokens filled in; one for each version of the API that it names. */
function pathsOf(
  { positional }: Attribute,
  constants: Constants,
  controller: string,
  versions: readonly string[],
  action = '',
): PathText[] {
  if (!positional[0]) return [EMPTY]
  const { text, complete } = textOf(positional[0], constants)
  const filled = text.replaceAll(/\[controller\]/gi, controller).replaceAll(/\[action\]/gi, action)
  // The area stands on the class or in a convention.
  const area = filled.toLowerCase().lastIndexOf('[area]')
  const path = area < 0 ? { text: filled, complete } : { text: filled.slice(area + 6), complete: false }
  const versioned = /\{\w+:apiVersion\}/i
  if (!versioned.test(path.text) || versions.length === 0) return [below(path, EMPTY)]
  return versions.map((version) => ({ ...path, text: path.text.replace(versioned, version) }))
}
