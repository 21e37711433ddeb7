import type { Files } from './case.ts'
import { file } from './case.ts'

/** A town's register, by Rails on one database or another. */
export function register(gem: 'pg' | 'mysql2'): Files {
  const adapter = gem === 'pg' ? 'postgresql' : 'mysql2'
  return {
    Gemfile: `source 'https://rubygems.org'\ngem 'rails', '~> 8.0'\ngem '${gem}'\n`,
    'config/database.yml': `production:\n  adapter: ${adapter}\n  database: register\n`,
    'db/migrate/20240101000000_register.rb': file`
      class Register < ActiveRecord::Migration[8.0]
        def change
          create_enum :mood, ["calm", "done"] if postgres?
          create_table :towns do |t|
            t.string :title, null: false
          end
          create_table :people do |t|
            t.bigint :town_id
            t.string :street
            t.string :land, limit: 20
            t.text :about
            t.decimal :score, precision: 10, scale: 5
            t.integer :age
            t.integer :floor
            t.datetime :seen_at, precision: 3
            t.time :wakes_at, precision: 3
            t.index :age, name: "people_age"
          end
        end
      end
    `.replace(' if postgres?', ''),
  }
}

export const railsPath = (n: number): string => `db/migrate/2024030${String(n)}000000_change_${String(n)}.rb`

/** A migration class around commands, a `change` around bare ones. */
export function railsClass(snippet: string, n: number): string {
  const outside = /^disable_ddl_transaction!\n/.exec(snippet)?.[0] ?? ''
  const body = snippet.slice(outside.length)
  const methods = body.startsWith('def ') ? body : `def change\n${body}\nend`
  return `class Change${String(n)} < ActiveRecord::Migration[8.0]\n${outside}${methods}\nend`
}
