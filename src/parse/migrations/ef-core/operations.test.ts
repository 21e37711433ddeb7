import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import type { Step } from '../step.ts'
import { efCore } from './adapter.ts'

const PATH = 'src/Data/Migrations/20240101000000_X.cs'

/** A migration whose `Up` begins on line 3. */
async function read(up: string, down = ''): Promise<Step> {
  const place = efCore.place(PATH)
  if (!place) throw new Error('no place')
  const source = new Source(
    `public partial class X : Migration {\n  protected override void Up(MigrationBuilder migrationBuilder) {\n${up}\n  }\n  protected override void Down(MigrationBuilder b) {\n${down}\n  }\n}\n`,
  )
  const step = await efCore.read({ place, up: { path: PATH, source }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step
}

async function facts(command: string) {
  const { up } = await read(command)
  return (up.operations ?? []).map(({ path, region, text, ...own }) => {
    expect([path, region.startLine, text.length > 0]).toEqual([PATH, 3, true])
    return own
  })
}

const B = 'migrationBuilder.'

test.each<[string, unknown[]]>([
  [
    `${B}AddColumn<string>(name: "A", table: "Users", schema: "app", type: "character varying(20)", nullable: false, defaultValue: "");`,
    [
      {
        kind: 'add-column',
        table: 'app.Users',
        column: {
          name: 'A',
          type: 'varchar',
          typeText: 'varchar(20)',
          notNull: true,
          default: { text: '""', volatile: false },
        },
      },
    ],
  ],
  [
    `${B}AddColumn<Guid>(name: "A", table: "Users", nullable: true, defaultValueSql: "gen_random_uuid()");`,
    [
      {
        kind: 'add-column',
        table: 'Users',
        column: {
          name: 'A',
          type: 'uuid',
          typeText: 'uuid',
          default: { text: 'gen_random_uuid()', volatile: true },
        },
      },
    ],
  ],
  [
    `${B}AddColumn<int>(name: "A", table: "Users", type: "integer", nullable: false).Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn);`,
    [{ kind: 'add-column', table: 'Users', column: { name: 'A', type: 'int4', identity: true } }],
  ],
  [
    `${B}AddColumn<string>(name: "A", table: "Users", type: "longtext", nullable: true).Annotation("MySql:CharSet", "utf8mb4");`,
    [{ kind: 'add-column', column: { name: 'A', type: 'longtext', typeText: 'longtext' } }],
  ],
  [`${B}DropColumn(name: "A", table: "Users");`, [{ kind: 'drop-column', table: 'Users', column: 'A' }]],
  [
    `${B}AlterColumn<long>(name: "A", table: "Users", type: "bigint", nullable: false, oldClrType: typeof(int), oldType: "integer");`,
    [
      {
        kind: 'change-type',
        table: 'Users',
        column: 'A',
        to: { name: 'A', type: 'int8', typeText: 'int8' },
      },
    ],
  ],
  [
    `${B}AlterColumn<string>(name: "A", table: "Users", type: "text", nullable: false, defaultValue: "", oldClrType: typeof(string), oldType: "text", oldNullable: true);`,
    [
      { kind: 'write', verb: 'update', table: 'Users', where: true },
      { kind: 'set-not-null', table: 'Users', column: 'A' },
    ],
  ],
  [
    `${B}AlterColumn<string>(name: "A", table: "Users", type: "text", nullable: true, oldClrType: typeof(string), oldType: "text");`,
    [{ kind: 'drop-not-null', table: 'Users', column: 'A' }],
  ],
  [
    `${B}RenameColumn(name: "A", table: "Users", newName: "B");`,
    [{ kind: 'rename-column', table: 'Users', column: 'A', to: 'B' }],
  ],
  [
    `${B}RenameTable(name: "A", schema: "s", newName: "B", newSchema: "s");`,
    [{ kind: 'rename-table', table: 's.A', to: 's.B' }],
  ],
  [
    `${B}CreateIndex(name: "I", table: "Users", columns: new[] { "A", "B" }, unique: true, filter: "x");`,
    [
      {
        kind: 'create-index',
        index: { name: 'I', table: 'Users', columns: ['A', 'B'], unique: true, where: 'x' },
      },
    ],
  ],
  [
    `${B}CreateIndex(name: "I", table: "Users", column: "A").Annotation("Npgsql:CreatedConcurrently", true);`,
    [{ kind: 'create-index', index: { name: 'I', table: 'Users', columns: ['A'], concurrently: true } }],
  ],
  [`${B}DropIndex(name: "I", table: "Users");`, [{ kind: 'drop-index', name: 'I', table: 'Users' }]],
  [
    `${B}AddForeignKey(name: "FK", table: "Users", column: "TeamId", principalTable: "Teams", principalColumn: "Id", onDelete: ReferentialAction.Cascade);`,
    [
      {
        kind: 'add-constraint',
        table: 'Users',
        constraint: {
          kind: 'foreign-key',
          name: 'FK',
          columns: ['TeamId'],
          references: { table: 'Teams', columns: ['Id'] },
        },
      },
    ],
  ],
  [
    `${B}DropPrimaryKey(name: "PK", table: "Users");`,
    [{ kind: 'drop-constraint', table: 'Users', name: 'PK', of: 'primary-key' }],
  ],
  [
    `${B}UpdateData(table: "Users", keyColumn: "Id", keyValue: 1, column: "A", value: 2);`,
    [{ kind: 'write', verb: 'update', table: 'Users', where: true }],
  ],
  [`${B}Sql("UPDATE a SET b = 1");`, [{ kind: 'write', verb: 'update', table: 'a', where: false }]],
  [`${B}Sql($"UPDATE {a} SET b = 1");`, [{ kind: 'other', what: 'runs SQL' }]],
  [`if (${B}IsNpgsql()) { ${B}DropTable("a"); }`, [{ kind: 'code', what: 'depends on the database' }]],
  [`Seed(migrationBuilder);`, [{ kind: 'code', what: 'calls Seed' }]],
  [`${B}CreatePostgresExtension("x");`, [{ kind: 'other', what: 'calls CreatePostgresExtension' }]],
])('%s', async (command, expected) => {
  const found = await facts(command)
  expect(found).toMatchObject(expected)
  expect(found).toHaveLength(expected.length)
})

test('a table with its columns and keys, each on its line; both ways', async () => {
  const { up, down, dialect } = await read(
    [
      'migrationBuilder.CreateTable(',
      '  name: "Orders",',
      '  columns: table => new {',
      '    Id = table.Column<int>(type: "integer", nullable: false).Annotation("Npgsql:ValueGenerationStrategy", X.IdentityByDefaultColumn),',
      '    UserId = table.Column<int>(name: "user_id", type: "integer", nullable: true),',
      '  },',
      '  constraints: table => {',
      '    table.PrimaryKey("PK", x => x.Id);',
      '    table.ForeignKey(name: "FK", column: x => x.UserId, principalTable: "Users", principalColumn: "Id");',
      '  });',
    ].join('\n'),
    'b.DropTable(name: "Orders");',
  )
  expect(dialect).toBe('postgresql')
  expect(up.operations).toMatchObject([
    {
      kind: 'create-table',
      table: 'Orders',
      region: { startLine: 3 },
      columns: [
        { name: 'Id', type: 'int4', identity: true, notNull: true, region: { startLine: 6 } },
        { name: 'user_id', type: 'int4', region: { startLine: 7 } },
      ],
      constraints: [
        { kind: 'primary-key', columns: ['Id'], region: { startLine: 10 } },
        { kind: 'foreign-key', columns: ['user_id'], references: { table: 'Users', columns: ['Id'] } },
      ],
    },
  ])
  expect(down?.operations).toMatchObject([{ kind: 'drop-table', table: 'Orders' }])
})
