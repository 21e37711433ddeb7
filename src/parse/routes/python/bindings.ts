import type { SyntaxNode } from '../../code/node.ts'
import type { RouterRef } from '../file-routes.ts'

/** Names that a Python file has from other modules. `*` is the module itself. */
export function importsOf(root: SyntaxNode): Map<string, RouterRef> {
  const found = new Map<string, RouterRef>()
  for (const node of root.walk()) {
    if (node.type !== 'import_from_statement' && node.type !== 'import_statement') continue
    const from = node.child('module_name')?.text
    for (const part of node.children) {
      if (part.field !== 'name') continue
      const name = (part.child('name') ?? part).text
      const local = part.child('alias')?.text
      if (from !== undefined) found.set(local ?? name, { from, name })
      else found.set(local ?? name, { from: name, name: '*' })
    }
  }
  return found
}

/** Dotted and relative modules to files: the path's end decides, the nearest file wins. */
export function pythonLocator(paths: readonly string[]): (from: string, module: string) => readonly string[] {
  const byName = new Map<string, string[]>()
  for (const path of paths) {
    const last = moduleOf(path).split('/').at(-1) ?? ''
    byName.set(last, [...(byName.get(last) ?? []), path])
  }
  return (from, module) => {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0
    const name = module.slice(dots).replaceAll('.', '/')
    if (dots > 0) {
      const folder = from.split('/').slice(0, -dots).join('/')
      const target = [folder, name].filter((part) => part !== '').join('/')
      return paths.filter((path) => moduleOf(path) === target)
    }
    const candidates = (byName.get(name.split('/').at(-1) ?? '') ?? []).filter(
      (path) => moduleOf(path) === name || moduleOf(path).endsWith(`/${name}`),
    )
    return candidates.toSorted((a, b) => shared(b, from) - shared(a, from)).slice(0, 1)
  }
}

function moduleOf(path: string): string {
  return path.replace(/\.py$/, '').replace(/(?:^|\/)__init__$/, '')
}

/** Folders that two paths have in common. */
function shared(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')]
  let count = 0
  while (count < left.length && left[count] === right[count]) count++
  return count
}
