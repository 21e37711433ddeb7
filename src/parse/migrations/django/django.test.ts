import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import type { Operation, OperationFacts } from '../operation.ts'
import type { Step } from '../step.ts'
import { django } from './adapter.ts'
import { djangoHistory } from './history.ts'

async function read(name: string, body: string): Promise<Step> {
  const path = `shop/migrations/${name}.py`
  const place = django.place(path)
  if (!place) throw new Error('no place')
  const text = `from django.db import migrations, models\n${body}\n`
  const step = await django.read({ place, up: { path, source: new Source(text) }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step
}

function migration(operations: string, before = ''): string {
  return `${before}\nclass Migration(migrations.Migration):\n    operations = [\n${operations}\n    ]`
}

const INITIAL = migration(`
        migrations.CreateModel("Firm", fields=[("id", models.BigAutoField(primary_key=True))], options={"db_table": "firms"}),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.AutoField(primary_key=True)),
                ("name", models.CharField(max_length=20)),
                ("note", models.TextField(null=True)),
                ("total", models.DecimalField(max_digits=8, decimal_places=2, default=0)),
                ("code", models.CharField(max_length=5, db_index=True)),
                ("firm", models.ForeignKey("shop.Firm", on_delete=models.CASCADE)),
            ],
            options={"unique_together": {("name", "code")}, "indexes": [models.Index(fields=["total"], name="by_total")],
                "constraints": [models.CheckConstraint(check=models.Q(note__isnull=False), name="noted")]},
        ),`)

/** What an operation does after the tables were made: on the way up, and back. */
async function both(
  operations: string,
  before = '',
): Promise<{ up: OperationFacts[]; back: OperationFacts[] }> {
  const steps = [await read('0001_initial', INITIAL), await read('0002_x', migration(operations, before))]
  const [, step] = djangoHistory(steps)
  const bare = ({ path, region, text, ...facts }: Operation): OperationFacts => {
    expect([path, text.length > 0, region.startLine > 1]).toEqual(['shop/migrations/0002_x.py', true, true])
    return facts
  }
  return {
    up: (step?.up.operations ?? []).map(bare),
    back: (step?.inverted?.operations ?? []).map(bare),
  }
}

const table = 'shop_order'

test('a model becomes a table with its keys and indexes', async () => {
  const [step] = djangoHistory([await read('0001_initial', INITIAL)])
  const operations = step?.up.operations ?? []
  expect(operations.map(({ kind }) => kind)).toEqual([
    'create-table',
    'create-table',
    'create-index',
    'create-index',
    'create-index',
  ])
  expect(operations[1]).toMatchObject({
    table,
    columns: [
      { name: 'id', type: 'int4', primaryKey: true, identity: true, notNull: true },
      { name: 'name', typeText: 'varchar(20)', notNull: true },
      { name: 'note', type: 'text' },
      { name: 'total', typeText: 'numeric(8,2)' },
      { name: 'code', region: { startLine: 14 } },
      { name: 'firm_id', type: 'int8', references: { table: 'firms', columns: ['id'] } },
    ],
    constraints: [
      { kind: 'unique', columns: ['name', 'code'] },
      { kind: 'check', name: 'noted', expression: 'note IS NOT NULL' },
    ],
  })
  // A default in Python is none of the table's.
  expect(operations[1]).not.toHaveProperty('columns.3.default')
  // As Django 5.1 names it.
  expect(operations[2]).toMatchObject({ index: { table, columns: ['code'] } })
  expect(step?.inverted?.operations).toMatchObject([
    { kind: 'drop-table', table },
    { kind: 'drop-table', table: 'firms' },
  ])
})

const ADDED: readonly [operation: string, up: unknown[], back: unknown[]][] = [
  [
    'migrations.AddField("order", "age", models.IntegerField(default=3))',
    [
      {
        kind: 'add-column',
        column: { name: 'age', notNull: true, default: { text: '3', volatile: false } },
      },
      { kind: 'drop-default', table, column: 'age' },
    ],
    [{ kind: 'drop-column', table, column: 'age' }],
  ],
  [
    'migrations.AddField("order", "age", models.IntegerField(db_default=3))',
    [{ kind: 'add-column', column: { name: 'age', default: { text: '3', volatile: false } } }],
    [{ kind: 'drop-column' }],
  ],
  [
    'migrations.AddField("order", "firm2", models.ForeignKey(to="shop.firm", null=True, on_delete=models.CASCADE))',
    [
      {
        kind: 'add-column',
        column: { name: 'firm2_id', type: 'int8', references: { table: 'firms', columns: ['id'] } },
      },
      { kind: 'create-index', index: { table, columns: ['firm2_id'] } },
    ],
    [{ kind: 'drop-column', column: 'firm2_id' }],
  ],
  [
    'migrations.AddField("order", "tags", models.ManyToManyField("shop.Firm"))',
    [
      {
        kind: 'create-table',
        table: 'shop_order_tags',
        columns: [{ name: 'id' }, { name: 'order_id' }, { name: 'firm_id' }],
      },
      { kind: 'create-index' },
      { kind: 'create-index' },
    ],
    [{ kind: 'drop-table', table: 'shop_order_tags' }],
  ],
  [
    'migrations.RemoveField(model_name="order", name="total")',
    [{ kind: 'drop-column', table, column: 'total' }],
    [
      { kind: 'add-column', column: { name: 'total', default: { text: '0' } } },
      { kind: 'drop-default', column: 'total' },
    ],
  ],
  [
    'migrations.RemoveField("order", "firm")',
    [{ kind: 'drop-column', column: 'firm_id' }],
    [{ kind: 'add-column', column: { name: 'firm_id', notNull: true } }, { kind: 'create-index' }],
  ],
  [
    'migrations.AlterField("order", "name", models.CharField(max_length=50, verbose_name="Name"))',
    [{ kind: 'change-type', column: 'name', to: { typeText: 'varchar(50)' } }],
    [{ kind: 'change-type', column: 'name', to: { typeText: 'varchar(20)' } }],
  ],
  [
    'migrations.AlterField("order", "name", models.CharField(max_length=20, choices=[("a", "b")], default="a"))',
    [],
    [],
  ],
  [
    'migrations.AlterField("order", "note", models.TextField())',
    [{ kind: 'set-not-null', table, column: 'note' }],
    [{ kind: 'drop-not-null', table, column: 'note' }],
  ],
  [
    'migrations.AlterField("order", "note", models.TextField(default=""), preserve_default=False)',
    [
      { kind: 'set-default' },
      { kind: 'write', verb: 'update', table, where: true },
      { kind: 'set-not-null' },
      { kind: 'drop-default' },
    ],
    [{ kind: 'drop-not-null' }],
  ],
  [
    'migrations.AlterField("order", "name", models.CharField(max_length=20, unique=True))',
    [{ kind: 'add-constraint', constraint: { kind: 'unique', columns: ['name'] } }],
    [{ kind: 'drop-constraint', of: 'unique' }],
  ],
  [
    'migrations.AlterField("order", "code", models.CharField(max_length=5))',
    [{ kind: 'drop-index', columns: ['code'] }],
    [{ kind: 'create-index', index: { columns: ['code'] } }],
  ],
  // A class of the project's own: what it stores is not known.
  ['migrations.AlterField("order", "note", fields.SecretField())', [], []],
  [
    'migrations.AlterField("cart", "x", models.TextField())',
    [{ kind: 'alter-table', table: 'shop_cart' }],
    [],
  ],
  [
    'migrations.RenameField("order", "firm", "company")',
    [{ kind: 'rename-column', table, column: 'firm_id', to: 'company_id' }],
    [{ kind: 'rename-column', table, column: 'company_id', to: 'firm_id' }],
  ],
  [
    'migrations.RenameModel("Order", "Sale")',
    [{ kind: 'rename-table', table, to: 'shop_sale' }],
    [{ kind: 'rename-table', table: 'shop_sale', to: table }],
  ],
  ['migrations.RenameModel("Firm", "Company")', [], []],
  [
    'migrations.AlterModelTable("order", "orders")',
    [{ kind: 'rename-table', table, to: 'orders' }],
    [{ kind: 'rename-table', table: 'orders', to: table }],
  ],
  [
    'migrations.DeleteModel("Order")',
    [{ kind: 'drop-table', table }],
    [
      { kind: 'create-table', table },
      { kind: 'create-index' },
      { kind: 'create-index' },
      { kind: 'create-index' },
    ],
  ],
  [
    'AddIndexConcurrently("order", GinIndex(fields=["-note"], name="ix", condition=models.Q(total=1)))',
    [
      {
        kind: 'create-index',
        index: {
          name: 'ix',
          columns: ['note'],
          method: 'gin',
          concurrently: true,
          where: 'models.Q(total=1)',
        },
      },
    ],
    [{ kind: 'drop-index', name: 'ix', concurrently: true }],
  ],
  [
    'migrations.RemoveIndex("order", name="by_total")',
    [{ kind: 'drop-index', name: 'by_total' }],
    [{ kind: 'create-index', index: { name: 'by_total', columns: ['total'] } }],
  ],
  [
    'migrations.RenameIndex("order", new_name="totals", old_name="by_total")',
    [{ kind: 'rename-index', name: 'by_total', to: 'totals' }],
    [{ kind: 'rename-index', name: 'totals', to: 'by_total' }],
  ],
  [
    'migrations.AddConstraint("order", models.UniqueConstraint(fields=["firm"], name="u"))',
    [{ kind: 'add-constraint', constraint: { kind: 'unique', name: 'u', columns: ['firm_id'] } }],
    [{ kind: 'drop-constraint', name: 'u' }],
  ],
  [
    'migrations.AddConstraint("order", models.UniqueConstraint(fields=["firm"], condition=models.Q(a=1), name="u"))',
    [{ kind: 'create-index', index: { unique: true, name: 'u' } }],
    [{ kind: 'drop-index', name: 'u' }],
  ],
  [
    'AddConstraintNotValid("order", models.CheckConstraint(condition=models.Q(total__gt=0), name="c"))',
    [{ kind: 'add-constraint', constraint: { kind: 'check', notValid: true } }],
    [{ kind: 'drop-constraint', name: 'c', of: 'check' }],
  ],
  ['ValidateConstraint("order", "noted")', [{ kind: 'validate-constraint', name: 'noted' }], []],
  [
    'migrations.RemoveConstraint("order", "noted")',
    [{ kind: 'drop-constraint', name: 'noted', of: 'check' }],
    [{ kind: 'add-constraint', constraint: { kind: 'check', name: 'noted' } }],
  ],
  [
    'migrations.AlterUniqueTogether("order", {("name", "firm")})',
    [
      { kind: 'drop-constraint', of: 'unique' },
      { kind: 'add-constraint', constraint: { columns: ['name', 'firm_id'] } },
    ],
    [{ kind: 'drop-constraint' }, { kind: 'add-constraint', constraint: { columns: ['name', 'code'] } }],
  ],
  [
    'migrations.RunSQL(["UPDATE a SET b = 1", ("DELETE FROM a WHERE c = %s", [1])], reverse_sql="DROP TABLE a")',
    [
      { kind: 'write', verb: 'update', table: 'a', where: false },
      { kind: 'write', verb: 'delete', table: 'a', where: true },
    ],
    [{ kind: 'drop-table', table: 'a' }],
  ],
  [
    'migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("ALTER TABLE shop_order RENAME TO sales", "ALTER TABLE sales RENAME TO shop_order")], state_operations=[migrations.AlterModelTable("order", "sales")]), migrations.RemoveField("order", "name")',
    [{ kind: 'rename-table' }, { kind: 'drop-column', table: 'sales' }],
    [{ kind: 'add-column', table: 'sales' }, { kind: 'rename-table' }],
  ],
  ['migrations.AlterModelOptions("order", {})', [], []],
  ['BtreeGinExtension()', [{ kind: 'create-extension', name: 'btree_gin' }], []],
  ['Shuffle("order")', [{ kind: 'other', what: 'applies Shuffle' }], []],
]

test.each(ADDED)('%s', async (operation, up, back) => {
  const found = await both(operation)
  expect(found.up).toMatchObject(up)
  expect(found.back).toMatchObject(back)
  expect([found.up.length, found.back.length]).toEqual([up.length, back.length])
})

test('what Python does to rows stands on its own lines', async () => {
  const before = [
    'def fill(apps, schema_editor):',
    '    Order = apps.get_model("shop", "Order")',
    '    Order.objects.update(name="x")',
    '    stale = Order.objects.filter(total=0)',
    '    stale.delete()',
    '    for order in Order.objects.all():',
    '        order.save()',
    '        order.firm.save()',
    '        for line in order.lines.all():',
    '            line.save()',
  ].join('\n')
  const { up, back } = await both('migrations.RunPython(fill, migrations.RunPython.noop)', before)
  expect(up).toEqual([
    { kind: 'code', what: 'runs fill' },
    { kind: 'write', verb: 'update', table, where: false },
    { kind: 'write', verb: 'delete', table, where: true },
    { kind: 'write', verb: 'update', table, where: true },
  ])
  expect(back).toEqual([])
})

test('a squashed migration does nothing where those are that it stands for', async () => {
  const squashed = `${INITIAL}\n    replaces = [("shop", "0001_initial"), ("shop", "0002_x")]`
  const steps = [await read('0001_initial', INITIAL), await read('0001_squashed_0002', squashed)]
  const [first, second] = djangoHistory(steps)
  expect([first?.up.operations?.length, second?.up.operations]).toEqual([5, []])
  const [alone] = djangoHistory([steps[1] as Step])
  expect(alone?.up.operations?.length).toBe(5)
})

test('an app that Django knows by another name than its folder has its tables under that', async () => {
  const add = 'migrations.AddField("order", "age", models.IntegerField(null=True))'
  const links = '\n    dependencies = [("store", "0002_x")]'
  const steps = [
    await read('0001_initial', INITIAL),
    await read('0002_x', migration(add)),
    await read('0003_y', `${migration('migrations.RemoveField("order", "age")')}${links}`),
  ]
  const tables = djangoHistory(steps).map(({ up }) =>
    up.operations?.find((one) => 'table' in one && one.kind !== 'create-table'),
  )
  expect(tables.slice(1)).toMatchObject([{ table: 'store_order' }, { table: 'store_order', column: 'age' }])
})

test('operations that stand in one another without end are named', async () => {
  const deep = `${'migrations.SeparateDatabaseAndState(['.repeat(300)}${'])'.repeat(300)}`
  const [step] = djangoHistory([await read('0002_x', migration(deep))])
  expect(step?.up.operations).toMatchObject([{ kind: 'other', what: 'operations that stand too deep' }])
})
