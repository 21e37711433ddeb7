import type { SyntaxNode } from '../../code/node.ts'
import type { Adapter } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import { type Body, commentsIn, treeOf } from '../code-part.ts'
import { methodStep } from '../code-step.ts'
import { rustCall, rustLiteral } from './rust.ts'
import { seaEffects } from './effects.ts'
import { seaOperations } from './operations.ts'

/** SeaORM migrations (https://www.sea-ql.org/SeaORM/docs/migration/writing-migration/). The trait's own `down` returns an error. */
export const seaOrm: Adapter = {
  framework: 'sea-orm',
  title: 'SeaORM',
  checksummed: false,
  // `DeriveMigrationName` takes the file's.
  knownBy: 'file-name',
  late: 'applied',
  place(path) {
    const match = /^m\d[\d_]*_(\w+)\.rs$/.exec(baseName(path))
    if (!match) return undefined
    return { key: path, role: 'both', set: directoryOf(path), name: match[1] ?? '' }
  },
  async read({ place, up: file }) {
    if (!/\bMigrationTrait\b/.test(file.source.text)) return undefined
    const tree = await treeOf(file, 'rust')
    if ('unreadable' in tree) return tree
    const methods = methodsOf(tree.root)
    const up = methods.get('up')
    if (!up) return tree.notFound
    const down = methods.get('down')
    return methodStep({
      framework: 'sea-orm',
      place,
      file,
      up,
      upEffects: await seaEffects(up),
      operations: {
        up: await seaOperations(up, file.path),
        ...(down && { down: await seaOperations(down, file.path) }),
      },
      ...(down && { down, downEffects: await seaEffects(down), body: bodyOf(down) }),
      comments: commentsIn(down ?? tree.root),
      expected: '`down` function',
      header: 'async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr>',
      closing: 'Ok(())',
    })
  },
}

function methodsOf(root: SyntaxNode): Map<string, SyntaxNode> {
  const methods = new Map<string, SyntaxNode>()
  for (const node of root.walk()) {
    if (node.type !== 'impl_item' || !/\bMigrationTrait$/.test(node.child('trait')?.text ?? '')) continue
    for (const member of node.child('body')?.namedChildren ?? [])
      if (member.type === 'function_item') methods.set(member.child('name')?.text ?? '', member)
  }
  return methods
}

function bodyOf(method: SyntaxNode): Body {
  let kind: 'nothing' | 'fake' = 'nothing'
  for (const statement of method.child('body')?.namedChildren ?? []) {
    const node =
      statement.type === 'expression_statement' ? (statement.namedChildren[0] ?? statement) : statement
    const value = /^(?:return\s+)?(.*)$/s.exec(node.text)?.[1] ?? ''
    // `let _ = manager;` and the like say that a parameter is not used.
    if (/^Ok\(\(\)\)$|^\(\)$|^let\s+_\w*\s*=\s*_?manager;?$/.test(value)) continue
    const macro = node.type === 'macro_invocation' ? node.child('macro')?.text : undefined
    if (/^(?:todo|unimplemented|panic|unreachable)$/.test(macro ?? '') || value.startsWith('Err(')) {
      const messages = [...node.walk()].flatMap((inner) => rustLiteral(inner) ?? [])
      return { kind: 'raises', message: messages.join(' ') }
    }
    const call = rustCall(node)
    const printing = /^(?:e?println|e?print|dbg|info|warn|debug|(?:tracing|log)::\w+)$/.test(macro ?? '')
    if (!printing || call) return { kind: 'does' }
    kind = 'fake'
  }
  return { kind }
}
