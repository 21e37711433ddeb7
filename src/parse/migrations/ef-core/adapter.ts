import type { SyntaxNode } from '../../code/node.ts'
import type { Adapter } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import { type Body, commentsIn, treeOf } from '../code-part.ts'
import { methodStep } from '../code-step.ts'
import { csharpCall, csharpLiteral } from './csharp.ts'
import { efEffects } from './effects.ts'
import { efOperations, providerOf } from './operations.ts'

/**
 * Entity Framework Core migrations (https://learn.microsoft.com/ef/core/managing-schemas/migrations). The base class's
 * `Down` throws. The id stands in the `.Designer.cs` file beside it, which is no migration itself.
 */
export const efCore: Adapter = {
  framework: 'ef-core',
  title: 'EF Core',
  checksummed: false,
  // By the id in an attribute, which is mostly kept in another file.
  knownBy: 'content',
  late: 'applied',
  place(path) {
    const name = baseName(path)
    // The tool takes any name that a file can have after the moment: spaces, and days with dashes.
    if (!/^(?:\d+_[^.]+|\w+)\.cs$/.test(name)) return undefined
    if (!/(?:^|\/)[\w.]*Migrations?[\w.]*\//i.test(path) || name.endsWith('ModelSnapshot.cs'))
      return undefined
    return { key: path, role: 'both', set: directoryOf(path), name: name.replace(/^\d+_|\.cs$/g, '') }
  },
  async read({ place, up: file }) {
    if (!/\bMigrationBuilder\b/.test(file.source.text)) return undefined
    const tree = await treeOf(file, 'c-sharp')
    if ('unreadable' in tree) return tree
    const methods = methodsOf(tree.root)
    const up = methods?.get('Up')
    if (!methods || !up) return tree.notFound
    const down = methods.get('Down')
    const builder = parameterOf(up)
    const dialect = providerOf(file.source.text)
    return methodStep({
      framework: 'ef-core',
      place,
      file,
      up,
      upEffects: await efEffects(up, (down && parameterOf(down)) ?? builder),
      ...(down && {
        down,
        downEffects: await efEffects(down, parameterOf(down)),
        body: bodyOf(down),
      }),
      operations: {
        up: await efOperations(up, file.path, builder, dialect),
        ...(down && { down: await efOperations(down, file.path, parameterOf(down), dialect) }),
      },
      ...(dialect && { dialect }),
      comments: commentsIn(down ?? up),
      expected: '`Down` method',
      header: `protected override void Down(MigrationBuilder ${builder})`,
    })
  },
}

/** The methods of the class that derives from `Migration`. */
function methodsOf(root: SyntaxNode): Map<string, SyntaxNode> | undefined {
  for (const node of root.walk()) {
    if (node.type !== 'class_declaration') continue
    // A base class of the project's own is seen by the parameter of `Up`.
    if (!node.childOfType('base_list')) continue
    const methods = new Map<string, SyntaxNode>()
    for (const member of node.child('body')?.namedChildren ?? []) {
      const takes = member.child('parameters')?.text ?? ''
      if (member.type === 'method_declaration' && /\bMigrationBuilder\b/.test(takes))
        methods.set(member.child('name')?.text ?? '', member)
    }
    if (methods.has('Up')) return methods
  }
  return undefined
}

function parameterOf(method: SyntaxNode): string {
  const parameter = method.child('parameters')?.namedChildren[0]
  return parameter?.child('name')?.text ?? 'migrationBuilder'
}

function bodyOf(method: SyntaxNode): Body {
  const body = method.child('body')
  let kind: 'nothing' | 'fake' = 'nothing'
  for (const statement of body?.namedChildren ?? []) {
    if (statement.type === 'empty_statement') continue
    if (statement.type === 'throw_statement' || statement.type === 'throw_expression') {
      const messages = [...statement.walk()].flatMap((node) => csharpLiteral(node) ?? [])
      return { kind: 'raises', message: messages.join(' ') }
    }
    if (statement.type === 'return_statement' && statement.namedChildren.length === 0) return { kind }
    const call = csharpCall(statement.namedChildren[0] ?? statement) ?? csharpCall(statement)
    if (!call || !/^(?:System\.)?(?:Console|Debug|Trace|Log\w*)$/.test(call.object)) return { kind: 'does' }
    kind = 'fake'
  }
  return { kind }
}
