import { expect, test } from 'vitest'
import { databaseOf } from './manifests.ts'

test.each([
  ['rails', 'Gemfile', 'gem "pg", "~> 1.5"\n', 'postgresql'],
  ['rails', 'Gemfile', 'gem "pg"\ngem "mysql2"\n', undefined],
  ['rails', 'Gemfile', '# gem "pg"\ngem "sqlite3"\n', 'sqlite'],
  [
    'rails',
    'config/database.yml',
    'default:\n  adapter: postgresql\ntest:\n  adapter: sqlite3\n',
    'postgresql',
  ],
  ['rails', 'config/database.yml', "  adapter: <%= ENV['DB'] %>\n", undefined],
  ['django', 'requirements.txt', 'Django==5.1\npsycopg2-binary==2.9\n', 'postgresql'],
  ['django', 'pyproject.toml', 'dependencies = [\n  "psycopg[binary]>=3.1",\n]\n', 'postgresql'],
  ['alembic', 'requirements.txt', 'psycopg2\nPyMySQL\n', undefined],
  ['knex', 'package.json', '{"dependencies": {"pg": "^8", "sqlite3": "^5"}}', 'postgresql'],
  ['laravel', '.env.example', 'DB_CONNECTION=mysql\n', 'mysql'],
  ['ecto', 'mix.exs', '{:postgrex, ">= 0.0.0"}', 'postgresql'],
  ['flyway', 'package.json', '{"dependencies": {"pg": "^8"}}', undefined],
])('%s with %s', (framework, name, text, dialect) => {
  expect(databaseOf(framework, new Map([[name, text]]))).toBe(dialect)
})

test('the configuration goes before the list of libraries', () => {
  const texts = new Map([
    ['config/database.yml', 'adapter: mysql2\n'.replace('adapter', '  adapter')],
    ['Gemfile', 'gem "pg"\n'],
  ])
  expect(databaseOf('rails', texts)).toBe('mysql')
})
