import type { ComparedTool } from './hazard-case.ts'
import { railsClass, railsPath, register } from './rails-schema.ts'

const URL = 'https://github.com/ankane/strong_migrations#checks'

/** The cases that the gem's own tests and its README decide, in other names (MIT). */
export const STRONG_MIGRATIONS: ComparedTool = {
  title: 'strong_migrations (PostgreSQL)',
  url: URL,
  base: register('pg'),
  path: railsPath,
  wrap: railsClass,
  rules: [
    {
      id: 'removing a column',
      what: 'a column that Active Record still has in its cache is removed',
      ours: ['data-dropped', 'dropped-but-still-used', 'column-not-ignored'],
      because:
        'That code still reads it is said; that data goes, or that the model was not told to ignore it, where a project asks.',
      bad: [
        'remove_column :people, :street, :string # here',
        'remove_columns :people, :street, :about, type: :text # here',
        'remove_reference :people, :town # here',
      ],
      good: ['add_column :people, :x, :string\nremove_column :people, :x, :string'],
    },
    {
      id: 'changing the type of a column',
      what: 'a type changed so that the table is rewritten',
      ours: ['type-change-rewrites-table'],
      bad: [
        'def up\n  change_column :people, :age, :bigint # here\nend',
        'def up\n  change_column :people, :land, :string, limit: 19 # here\nend',
        'def up\n  change_column :people, :about, :string, limit: 20 # here\nend',
        'def up\n  change_column :people, :score, :decimal, precision: 9, scale: 5 # here\nend',
        'def up\n  change_column :people, :score, :decimal, precision: 10, scale: 6 # here\nend',
        'def up\n  change_column :people, :seen_at, :datetime, precision: 0 # here\nend',
        'def up\n  change_column :people, :wakes_at, :time, precision: 0 # here\nend',
      ],
      good: [
        'def up\n  change_column :people, :street, :text\nend',
        'def up\n  change_column :people, :land, :string, limit: 21\nend',
        'def up\n  change_column :people, :land, :string\nend',
        'def up\n  change_column :people, :about, :string\nend',
        'def up\n  change_column :people, :score, :decimal, precision: 11, scale: 5\nend',
        'def up\n  change_column :people, :score, :decimal\nend',
        'def up\n  change_column :people, :seen_at, :datetime, precision: 6\nend',
        'def up\n  change_column :people, :wakes_at, :time, precision: 6\nend',
      ],
    },
    {
      id: 'renaming a column',
      what: 'a column renamed under the running application',
      ours: ['rename-breaks-running-code'],
      bad: ['rename_column :people, :street, :road # here'],
      good: ['create_table(:pets) { |t| t.string :a }\nrename_column :pets, :a, :b'],
    },
    {
      id: 'renaming a table',
      what: 'a table renamed under the running application',
      ours: ['rename-breaks-running-code'],
      bad: ['rename_table :people, :citizens # here'],
    },
    {
      id: 'creating a table with the force option',
      what: 'a table that is dropped first where it is there',
      ours: ['destructive-statement'],
      because: 'Where earlier migrations made the table: generators write it for new ones too.',
      bad: [
        'create_table :people, force: true do |t| # here\n  t.string :name\nend',
        'create_table :people, force: :cascade do |t| # here\n  t.string :name\nend',
        'create_join_table :people, :towns, table_name: :people, force: :cascade # here',
      ],
      good: ['create_table :pets do |t|\n  t.string :name\nend', 'create_join_table :people, :towns'],
    },
    {
      id: 'adding an auto-incrementing column',
      what: 'a serial column, for which the table is rewritten',
      ours: ['column-rewrites-table'],
      bad: [
        'add_column :people, :number, :primary_key # here',
        'add_column :people, :number, :serial # here',
        'add_column :people, :number, :bigserial # here',
      ],
    },
    {
      id: 'adding a stored generated column',
      what: 'a stored generated column, for which the table is rewritten',
      ours: ['column-rewrites-table'],
      bad: ['add_column :people, :lower, :virtual, type: :string, as: "LOWER(street)", stored: true # here'],
    },
    {
      id: 'adding a foreign key',
      what: 'a foreign key that is checked for every row under a lock',
      ours: ['foreign-key-locks-tables'],
      bad: ['add_foreign_key :people, :towns # here'],
      because: 'A key on a column that the same command adds is quiet: there is nothing to check yet.',
      good: [
        {
          steps: ['add_foreign_key :people, :towns, validate: false', 'validate_foreign_key :people, :towns'],
        },
        'create_table :pets do |t|\n  t.references :town, foreign_key: true\nend',
      ],
    },
    {
      id: 'adding a foreign key, validated in the same transaction',
      what: 'a foreign key validated in the transaction that adds it',
      ours: ['validation-in-same-transaction'],
      bad: [
        'def up\n  add_foreign_key :people, :towns, validate: false\n  validate_foreign_key :people, :towns # here\nend',
      ],
      good: [
        {
          steps: ['add_foreign_key :people, :towns, validate: false', 'validate_foreign_key :people, :towns'],
        },
      ],
    },
    {
      id: 'adding a check constraint',
      what: 'a check that reads the whole table under a lock',
      ours: ['check-scans-table'],
      bad: ['add_check_constraint :people, "age > 0", name: "age_check" # here'],
      good: [
        {
          steps: [
            'add_check_constraint :people, "age > 0", name: "age_check", validate: false',
            'validate_check_constraint :people, name: "age_check"',
          ],
        },
      ],
    },
    {
      id: 'executing SQL directly',
      what: 'any SQL',
      ours: ['index-blocks-writes', 'not-null-scans-table'],
      because: 'What stands literally in `execute` is judged as SQL; a harmless statement is quiet.',
      bad: [
        'def up\n  execute "CREATE INDEX people_age ON people (age)" # here\nend',
        'def up\n  execute "ALTER TABLE people ALTER COLUMN age SET NOT NULL" # here\nend',
      ],
      good: ['def up\n  execute "SELECT 1"\nend'],
    },
    {
      id: 'backfilling data',
      what: 'rows written in the transaction that alters their table',
      ours: ['backfill-holds-locks'],
      because: 'The gem describes it and does not detect it.',
      bad: ['def up\n  add_column :people, :rank, :text\n  Person.update_all rank: "none" # here\nend'],
      good: [
        'disable_ddl_transaction!\ndef up\n  Person.unscoped.in_batches(of: 10000) do |some|\n    some.where(street: nil).update_all street: "none"\n    sleep(0.01)\n  end\nend',
      ],
    },
    {
      id: 'adding an index non-concurrently',
      what: 'an index built while writes wait',
      ours: ['index-blocks-writes'],
      bad: ['add_index :people, :age # here', 'add_index :people, :age, unique: true # here'],
      good: [
        'disable_ddl_transaction!\nadd_index :people, :age, algorithm: :concurrently',
        'create_table(:pets) { |t| t.string :name }\nadd_index :pets, :name',
      ],
    },
    {
      id: 'adding an index concurrently in a transaction',
      what: 'CONCURRENTLY without `disable_ddl_transaction!`',
      ours: ['mixed-transaction'],
      bad: ['add_index :people, :age, algorithm: :concurrently # here'],
      good: ['disable_ddl_transaction!\nadd_index :people, :age, algorithm: :concurrently'],
    },
    {
      id: 'removing an index non-concurrently',
      what: 'an index dropped without CONCURRENTLY',
      ours: ['index-drop-blocks-queries'],
      because: 'The gem waits to be asked.',
      bad: ['remove_index :people, column: :age, name: "people_age" # here'],
      good: [
        'disable_ddl_transaction!\nremove_index :people, column: :age, name: "people_age", algorithm: :concurrently',
      ],
    },
    {
      id: 'adding a reference',
      what: 'a reference whose index is built while writes wait',
      ours: ['index-blocks-writes'],
      bad: ['add_reference :people, :country # here', 'add_belongs_to :people, :country # here'],
      good: [
        'disable_ddl_transaction!\nadd_reference :people, :country, index: {algorithm: :concurrently}',
        'add_reference :people, :country, index: false',
      ],
    },
    {
      id: 'adding a unique constraint',
      what: 'a unique constraint that builds its index under a lock',
      ours: ['unique-constraint-locks-table'],
      bad: ['add_unique_constraint :people, :street # here'],
      good: ['def up\n  add_unique_constraint :people, using_index: "people_street"\nend'],
    },
    {
      id: 'adding an exclusion constraint',
      what: 'an exclusion constraint',
      ours: ['unique-constraint-locks-table'],
      bad: ['add_exclusion_constraint :people, "age WITH =", using: :gist # here'],
    },
    {
      id: 'adding a json column',
      what: 'json in place of jsonb',
      ours: ['json-column'],
      bad: ['add_column :people, :extra, :json # here'],
      good: ['add_column :people, :extra, :jsonb'],
    },
    {
      id: 'adding a column with a volatile default value',
      what: 'a column whose default makes PostgreSQL rewrite the table',
      ours: ['column-rewrites-table'],
      bad: [
        'add_column :people, :token, :uuid, default: "gen_random_uuid()" # here',
        'add_column :people, :token, :uuid, default: "gen_random_uuid()", null: false # here',
        'add_column :people, :made_at, :datetime, default: -> { "clock_timestamp()" } # here',
      ],
      good: [
        'add_column :people, :nice, :boolean, default: true',
        'add_column :people, :nice, :boolean, default: nil',
        'add_column :people, :made_at, :datetime, default: -> { "now()" }',
        'def up\n  add_column :people, :token, :uuid\n  change_column_default :people, :token, "gen_random_uuid()"\nend',
      ],
    },
    {
      id: 'setting NOT NULL on an existing column',
      what: 'NOT NULL, which reads the whole table under a lock',
      ours: ['not-null-scans-table'],
      bad: ['change_column_null :people, :age, false # here'],
      good: [
        'change_column_null :people, :age, true',
        {
          steps: [
            'add_check_constraint :people, "age IS NOT NULL", name: "people_age_null", validate: false',
            'def up\n  validate_check_constraint :people, name: "people_age_null"\n  change_column_null :people, :age, false\n  remove_check_constraint :people, name: "people_age_null"\nend',
          ],
        },
      ],
    },
    {
      id: 'renaming an enum value',
      what: 'an enum value renamed under the running application',
      ours: ['rename-breaks-running-code'],
      bad: ['rename_enum_value :mood, from: "done", to: "completed" # here'],
      good: ['def up\n  add_enum_value :mood, "completed", after: "done"\nend'],
    },
    {
      id: 'renaming a schema',
      what: 'a schema renamed under the running application',
      ours: ['rename-breaks-running-code'],
      bad: ['rename_schema :people, :citizens # here'],
    },
    {
      id: 'keeping non-unique indexes to three columns or less',
      what: 'an index on four columns or more',
      ours: ['wide-index'],
      bad: [
        'disable_ddl_transaction!\nadd_index :people, [:age, :floor, :land, :street], algorithm: :concurrently # here',
      ],
      good: [
        'disable_ddl_transaction!\nadd_index :people, [:age, :floor], algorithm: :concurrently',
        'disable_ddl_transaction!\nadd_index :people, [:age, :floor, :land, :street], unique: true, algorithm: :concurrently',
      ],
    },
    {
      id: 'migration timeouts',
      what: 'a lock without lock_timeout',
      ours: ['lock-timeout-missing'],
      because: 'The gem sets one itself.',
      bad: ['add_column :people, :x, :string # here'],
    },
  ],
}

export const STRONG_MIGRATIONS_MYSQL: ComparedTool = {
  title: 'strong_migrations (MySQL and MariaDB)',
  url: URL,
  base: register('mysql2'),
  path: railsPath,
  wrap: railsClass,
  rules: [
    {
      id: 'changing the type of a column',
      what: 'a type changed so that the table is copied',
      ours: ['alter-copies-table'],
      because:
        'A varchar made longer within 255 characters is quiet: whether it copies depends on the character set.',
      bad: [
        'def up\n  change_column :people, :age, :bigint # here\nend',
        'def up\n  change_column :people, :land, :string, limit: 256 # here\nend',
        'def up\n  change_column :people, :land, :string, limit: 19 # here\nend',
      ],
      good: ['def up\n  change_column :people, :land, :string, limit: 21\nend'],
    },
    {
      id: 'adding an auto-incrementing column',
      what: 'an AUTO_INCREMENT column, for which the table is copied',
      ours: ['alter-copies-table'],
      bad: ['add_column :people, :number, :primary_key # here'],
    },
    {
      id: 'adding a stored generated column',
      what: 'a stored generated column, for which the table is copied',
      ours: ['alter-copies-table'],
      bad: ['add_column :people, :lower, :virtual, type: :string, as: "LOWER(street)", stored: true # here'],
      good: ['add_column :people, :lower, :virtual, type: :string, as: "LOWER(street)"'],
    },
    {
      id: 'adding a foreign key',
      what: 'a foreign key, for which the table is copied',
      ours: ['alter-copies-table'],
      bad: ['add_foreign_key :people, :towns # here'],
      good: ['create_table :pets do |t|\n  t.references :town, foreign_key: true\nend'],
    },
    {
      id: 'adding a check constraint',
      what: 'a check, for which the table is copied',
      ours: ['alter-copies-table'],
      bad: ['add_check_constraint :people, "age > 0", name: "age_check" # here'],
    },
    {
      id: 'using the COPY algorithm',
      what: '`algorithm: :copy`',
      ours: ['alter-copies-table'],
      bad: ['add_index :people, :age, algorithm: :copy # here'],
      good: ['add_index :people, :age', 'add_index :people, :age, algorithm: :inplace'],
    },
    {
      id: 'using shared or exclusive locking',
      what: '`lock: :shared`',
      ours: ['alter-copies-table'],
      bad: ['add_index :people, :age, lock: :shared # here'],
      good: ['add_index :people, :age, lock: :none'],
    },
    {
      id: 'adding a column with an expression default value',
      what: 'a default that is an expression, for which the table is copied',
      ours: ['alter-copies-table'],
      bad: ['add_column :people, :made_at, :datetime, default: -> { "(now())" } # here'],
      good: [
        'add_column :people, :nice, :boolean, default: true',
        'def up\n  add_column :people, :made_at, :datetime\n  change_column_default :people, :made_at, -> { "(now())" }\nend',
      ],
    },
    {
      id: 'renaming a column',
      what: 'a column renamed under the running application',
      ours: ['rename-breaks-running-code'],
      bad: ['rename_column :people, :street, :road # here'],
    },
  ],
}
