import type { SyntaxNode } from '../../code/node.ts'
import type { FileRoutes } from '../file-routes.ts'
import { argumentsOf, literalOf, property } from '../javascript/bindings.ts'
import { below, EMPTY, known, type PathText } from '../path-text.ts'
import { between } from '../region.ts'
import { Constants, textOf } from '../text-of.ts'

const METHODS: Readonly<Record<string, string>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  Options: 'OPTIONS',
  Head: 'HEAD',
  All: 'ANY',
}

/** Adds what NestJS controllers of a file declare (https://docs.nestjs.com/controllers). */
export function readNest(root: SyntaxNode, file: FileRoutes): void {
  const constants = new Constants(root)
  const text = (node: SyntaxNode | undefined): PathText => (node ? textOf(node, constants) : EMPTY)
  for (const node of root.walk()) {
    if (node.type === 'class_declaration') readController(node, file, text)
    else if (
      node.type === 'call_expression' &&
      node.child('function')?.child('property')?.text === 'setGlobalPrefix'
    ) {
      file.globalPrefix = text(argumentsOf(node)[0])
    }
  }
}

type Text = (node: SyntaxNode | undefined) => PathText

function readController(node: SyntaxNode, file: FileRoutes, text: Text): void {
  const onClass = [
    ...node.children,
    ...(node.parent?.type === 'export_statement' ? node.parent.children : []),
  ]
  const decorators = onClass.filter(({ type }) => type === 'decorator')
  const controller = decorators.find((decorator) => nameOf(decorator) === 'Controller')
  if (!controller) return
  const hiddenClass = decorators.some((decorator) => nameOf(decorator) === 'ApiExcludeController')
  const [argument] = firstArguments(controller)
  const options = argument?.type === 'object' ? argument : undefined
  const version = literalOf(property(options, 'version'))
  const paths = listed(options ? property(options, 'path') : argument)
  const body = node.child('body')?.children ?? []
  for (const [index, path] of paths.entries()) {
    const prefix = version === undefined ? text(path) : below(known(`v${version}`), text(path))
    const router = file.router(
      `${node.child('name')?.text ?? ''}@${node.start}.${index}`,
      prefix,
      'controller',
    )
    let pending: SyntaxNode[] = []
    for (const member of body) {
      if (member.type === 'decorator') pending.push(member)
      else if (member.named && !member.type.includes('comment')) {
        readMethod(member, pending, { router, hiddenClass }, file, text)
        pending = []
      }
    }
  }
}

function readMethod(
  member: SyntaxNode,
  decorators: readonly SyntaxNode[],
  { router, hiddenClass }: { router: string; hiddenClass: boolean },
  file: FileRoutes,
  text: Text,
): void {
  const names = decorators.map((decorator) => nameOf(decorator))
  const hidden = hiddenClass || names.includes('ApiExcludeEndpoint')
  for (const decorator of decorators) {
    const name = nameOf(decorator)
    const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
    if (method === undefined) continue
    for (const path of listed(firstArguments(decorator)[0])) {
      file.routes.push({
        framework: 'nestjs',
        router,
        method,
        path: text(path),
        hidden,
        handler: member.child('name')?.text ?? '',
        region: between(decorator, decorator),
      })
    }
  }
}

function listed(node: SyntaxNode | undefined): (SyntaxNode | undefined)[] {
  return node?.type === 'array' ? node.namedChildren : [node]
}

function nameOf(decorator: SyntaxNode): string {
  const inner = decorator.namedChildren[0]
  return (inner?.child('function') ?? inner)?.text ?? ''
}

function firstArguments(decorator: SyntaxNode): SyntaxNode[] {
  const inner = decorator.namedChildren[0]
  return inner ? argumentsOf(inner) : []
}
