import type { SyntaxNode } from '../../code/node.ts'
import { FileRoutes } from '../file-routes.ts'
import { EMPTY, type PathText } from '../path-text.ts'
import { between } from '../region.ts'
import { Constants, textOf } from '../text-of.ts'

const METHODS: Readonly<Record<string, string>> = {
  GetMapping: 'GET',
  PostMapping: 'POST',
  PutMapping: 'PUT',
  PatchMapping: 'PATCH',
  DeleteMapping: 'DELETE',
}
const CLASSES = new Set(['class_declaration', 'interface_declaration', 'record_declaration'])

/**
 * Spring MVC and WebFlux controllers
 * (https://docs.spring.io/spring-framework/reference/web/webmvc/mvc-controller/ann-requestmapping.html).
 * Annotations of an interface that a controller implements count where they stand; of a client (`@FeignClient`) not.
 */
export function readSpring(path: string, root: SyntaxNode): FileRoutes {
  const file = new FileRoutes(path)
  const constants = new Constants(root)
  for (const node of root.walk()) if (CLASSES.has(node.type)) readClass(node, file, constants)
  return file
}

function readClass(node: SyntaxNode, file: FileRoutes, constants: Constants): void {
  const annotations = annotationsOf(node)
  const names = annotations.map((annotation) => nameOf(annotation))
  if (names.includes('FeignClient') || names.includes('HttpExchange')) return
  const mapping = annotations.find((annotation) => nameOf(annotation) === 'RequestMapping')
  const hiddenClass = names.includes('Hidden') || names.includes('ApiIgnore')
  const prefixes = mapping ? pathsOf(mapping, constants) : [EMPTY]
  // An interface may get its prefix from the class that implements it.
  const isController = names.some((name) => name.endsWith('Controller')) || mapping !== undefined
  const kind = isController ? 'controller' : 'part'
  for (const [index, prefix] of prefixes.entries()) {
    const router = file.router(`${node.child('name')?.text ?? ''}@${node.start}.${index}`, prefix, kind)
    for (const member of node.child('body')?.namedChildren ?? []) {
      if (member.type === 'method_declaration') readMethod(member, router, hiddenClass, file, constants)
    }
  }
}

function readMethod(
  member: SyntaxNode,
  router: string,
  hiddenClass: boolean,
  file: FileRoutes,
  constants: Constants,
): void {
  const annotations = annotationsOf(member)
  const hidden = hiddenClass || annotations.some((one) => isHiding(one))
  for (const annotation of annotations) {
    const name = nameOf(annotation)
    const verb = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
    if (verb === undefined && name !== 'RequestMapping') continue
    const methods = verb === undefined ? requestMethods(annotation) : [verb]
    for (const path of pathsOf(annotation, constants)) {
      for (const method of methods) {
        file.routes.push({
          framework: 'spring',
          router,
          method,
          path,
          hidden,
          handler: member.child('name')?.text ?? '',
          region: between(annotation, annotation),
        })
      }
    }
  }
}

/** `@Hidden`, `@ApiIgnore`, `@Operation(hidden = true)`. */
function isHiding(annotation: SyntaxNode): boolean {
  const name = nameOf(annotation)
  if (name === 'Hidden' || name === 'ApiIgnore') return true
  return (name === 'Operation' || name === 'ApiOperation') && valueOf(annotation, 'hidden')?.text === 'true'
}

function annotationsOf(node: SyntaxNode): SyntaxNode[] {
  const modifiers = node.childOfType('modifiers')
  return modifiers?.children.filter(({ type }) => /^(?:marker_)?annotation$/.test(type)) ?? []
}

function nameOf(annotation: SyntaxNode): string {
  return annotation.child('name')?.text.split('.').at(-1) ?? ''
}

function valueOf(annotation: SyntaxNode, ...keys: string[]): SyntaxNode | undefined {
  const all = annotation.child('arguments')?.namedChildren ?? []
  for (const one of all) {
    if (one.type !== 'element_value_pair') {
      if (keys.includes('value')) return one
    } else if (keys.includes(one.child('key')?.text ?? '')) return one.child('value')
  }
  return undefined
}

function pathsOf(annotation: SyntaxNode, constants: Constants): PathText[] {
  const value = valueOf(annotation, 'value', 'path')
  if (!value) return [EMPTY]
  const all = value.type === 'element_value_array_initializer' ? value.namedChildren : [value]
  // `${api.prefix}/pets`: what a property holds is not known here.
  return all.map((one) => {
    const { text, complete } = textOf(one, constants)
    const end = text.lastIndexOf('${') < 0 ? -1 : text.indexOf('}', text.lastIndexOf('${'))
    return end < 0 ? { text, complete } : { text: text.slice(end + 1), complete: false }
  })
}

function requestMethods(annotation: SyntaxNode): string[] {
  const value = valueOf(annotation, 'method')
  if (!value) return ['ANY']
  const all = value.type === 'element_value_array_initializer' ? value.namedChildren : [value]
  return all.map((one) => one.text.split('.').at(-1) ?? 'ANY')
}
