import { classWays } from '../javascript/classes.ts'
import { commandEffects } from '../javascript/commands.ts'
import { scriptOperations } from '../javascript/operations.ts'
import { scriptAdapter } from '../javascript/script-adapter.ts'

const SQL = { names: /^(?:addSql|execute)$/, owner: /^this\b/ }

/** MikroORM migrations (https://mikro-orm.io/docs/migrations): classes that collect SQL with `this.addSql(…)`. */
export const mikroOrm = scriptAdapter({
  framework: 'mikro-orm',
  title: 'MikroORM',
  knownBy: 'file-name',
  late: 'applied',
  mentions: /\baddSql\b|mikro-orm/,
  ways: (root) =>
    classWays(
      root,
      (heritage) => /\bextends\s+\w*Migration\b/.test(heritage) && /mikro-orm|\baddSql\b/.test(root.text),
    ),
  owns: () => true,
  effects: (callable) => commandEffects(callable, { commands: {}, sql: SQL }),
  operations: (callable, path) => scriptOperations(callable, path, { sql: SQL }),
  expected: '`down` method',
  exactEffects: true,
})
