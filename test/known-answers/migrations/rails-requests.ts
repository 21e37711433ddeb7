import type { Files, PullRequest } from './case.ts'
import { file } from './case.ts'

const RAILS: Files = {
  Gemfile: "source 'https://rubygems.org'\ngem 'rails', '~> 7.1'\ngem 'pg', '~> 1.5'\n",
  'config/database.yml': 'production:\n  adapter: postgresql\n  database: library\n',
  'app/models/book.rb': 'class Book < ApplicationRecord\n  belongs_to :author\nend\n',
  'app/models/author.rb': 'class Author < ApplicationRecord\n  has_many :books\nend\n',
  'db/migrate/20240101100000_create_authors.rb': file`
    class CreateAuthors < ActiveRecord::Migration[7.1]
      def change
        create_table :authors do |t|
          t.string :name, null: false
          t.timestamps
        end
      end
    end
  `,
  'db/migrate/20240102100000_create_books.rb': file`
    class CreateBooks < ActiveRecord::Migration[7.1]
      def change
        create_table :books do |t|
          t.bigint :author_id, null: false
          t.string :title, null: false
          t.string :shelf
          t.integer :pages
          t.timestamps
        end
      end
    end
  `,
}

const migration = (name: string, body: string, head = ''): string =>
  `class ${name} < ActiveRecord::Migration[7.1]\n${head}${body
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n')}\nend\n`

const change = (name: string, line: string, head = ''): string =>
  migration(name, `def change\n  ${line}\nend`, head)

const OUTSIDE = '  disable_ddl_transaction!\n\n'

export const RAILS_FAULTS: readonly PullRequest[] = [
  {
    name: 'Rails: an index on a table that is written to',
    base: RAILS,
    change: {
      'db/migrate/20240301100000_index_books_on_author.rb': change(
        'IndexBooksOnAuthor',
        'add_index :books, :author_id',
      ),
    },
    says: ['db/migrate/20240301100000_index_books_on_author.rb: add_index :books, :author_id'],
  },
  {
    name: 'Rails: a required column without a default',
    base: RAILS,
    change: {
      'db/migrate/20240301100000_add_isbn.rb': change(
        'AddIsbn',
        'add_column :books, :isbn, :string, null: false',
      ),
    },
    says: ['db/migrate/20240301100000_add_isbn.rb: add_column :books, :isbn, :string, null: false'],
  },
  {
    name: 'Rails: a removed column whose type nobody can bring back',
    base: RAILS,
    change: {
      'app/models/book.rb':
        'class Book < ApplicationRecord\n  self.ignored_columns += %w[pages]\n  belongs_to :author\nend\n',
      'db/migrate/20240301100000_remove_pages.rb': change('RemovePages', 'remove_column :books, :pages'),
    },
    says: ['db/migrate/20240301100000_remove_pages.rb: remove_column :books, :pages'],
  },
  {
    name: 'Rails: a type changed in an invertible method, and the table rewritten',
    base: RAILS,
    change: {
      'db/migrate/20240301100000_pages_to_bigint.rb': change(
        'PagesToBigint',
        'change_column :books, :pages, :bigint',
      ),
    },
    says: ['db/migrate/20240301100000_pages_to_bigint.rb: change_column :books, :pages, :bigint'],
  },
  {
    name: 'Rails: a foreign key that checks every row under its lock',
    base: RAILS,
    change: {
      'db/migrate/20240301100000_books_author_key.rb': change(
        'BooksAuthorKey',
        'add_foreign_key :books, :authors',
      ),
    },
    says: ['db/migrate/20240301100000_books_author_key.rb: add_foreign_key :books, :authors'],
  },
  {
    name: 'Rails: SQL executed in an invertible method',
    base: RAILS,
    change: {
      'db/migrate/20240301100000_uppercase_shelves.rb': change(
        'UppercaseShelves',
        `execute "CREATE VIEW shelves AS SELECT DISTINCT shelf FROM books"`,
      ),
    },
    says: [
      'db/migrate/20240301100000_uppercase_shelves.rb: execute "CREATE VIEW shelves AS SELECT DISTINCT shelf FROM books"',
    ],
  },
  {
    name: 'Rails: a column that its model still reads is removed',
    base: {
      ...RAILS,
      'app/models/book.rb': file`
        class Book < ApplicationRecord
          belongs_to :author

          def place
            shelf.presence || 'cellar'
          end
        end
      `,
    },
    change: {
      'db/migrate/20240301100000_remove_shelf.rb': change(
        'RemoveShelf',
        'remove_column :books, :shelf, :string',
      ),
    },
    says: ['db/migrate/20240301100000_remove_shelf.rb: remove_column :books, :shelf, :string'],
  },
]

export const RAILS_TIDY: readonly PullRequest[] = [
  {
    name: 'Rails: a concurrent index outside of a transaction',
    base: RAILS,
    change: {
      'db/migrate/20240301100000_index_books_on_author.rb': change(
        'IndexBooksOnAuthor',
        'add_index :books, :author_id, algorithm: :concurrently',
        OUTSIDE,
      ),
    },
    says: [],
  },
  {
    name: 'Rails: a foreign key added first and validated in a migration of its own',
    base: RAILS,
    change: {
      'db/migrate/20240301100000_books_author_key.rb': change(
        'BooksAuthorKey',
        'add_foreign_key :books, :authors, validate: false',
      ),
      'db/migrate/20240301100100_validate_books_author_key.rb': change(
        'ValidateBooksAuthorKey',
        'validate_foreign_key :books, :authors',
      ),
    },
    says: [],
  },
  {
    name: 'Rails: a new table with references, indexes and keys',
    base: RAILS,
    change: {
      'db/migrate/20240301100000_create_loans.rb': migration(
        'CreateLoans',
        file`
          def change
            create_table :loans do |t|
              t.references :book, null: false, foreign_key: true
              t.date :due_on, null: false
              t.timestamps
            end
            add_index :loans, :due_on
          end
        `,
      ),
    },
    says: [],
  },
  {
    name: 'Rails: a column with a constant default',
    base: RAILS,
    change: {
      'db/migrate/20240301100000_add_lendable.rb': change(
        'AddLendable',
        'add_column :books, :lendable, :boolean, null: false, default: true',
      ),
    },
    says: [],
  },
  {
    name: 'Rails: NOT NULL by way of a validated check',
    base: RAILS,
    change: {
      'db/migrate/20240301100000_shelf_check.rb': change(
        'ShelfCheck',
        'add_check_constraint :books, "shelf IS NOT NULL", name: "books_shelf_null", validate: false',
      ),
      'db/migrate/20240301100100_shelf_required.rb': migration(
        'ShelfRequired',
        file`
          def up
            validate_check_constraint :books, name: "books_shelf_null"
            change_column_null :books, :shelf, false
            remove_check_constraint :books, name: "books_shelf_null"
          end

          def down
            add_check_constraint :books, "shelf IS NOT NULL", name: "books_shelf_null", validate: false
            change_column_null :books, :shelf, true
          end
        `,
      ),
    },
    says: [],
  },
  {
    name: 'Rails: a column removed after the model was told to ignore it',
    base: {
      ...RAILS,
      'app/models/book.rb':
        'class Book < ApplicationRecord\n  self.ignored_columns += ["pages"]\n  belongs_to :author\nend\n',
    },
    change: {
      'db/migrate/20240301100000_remove_pages.rb': change(
        'RemovePages',
        'remove_column :books, :pages, :integer',
      ),
    },
    says: [],
  },
  {
    name: 'Rails: a backfill in batches, with a word on why there is nothing to undo',
    base: RAILS,
    change: {
      'db/migrate/20240301100000_backfill_shelf.rb': migration(
        'BackfillShelf',
        file`
          class MigrationBook < ActiveRecord::Base
            self.table_name = "books"
          end

          def up
            MigrationBook.unscoped.where(shelf: nil).in_batches(of: 1000) do |books|
              books.update_all(shelf: "A")
              sleep(0.1)
            end
          end

          def down
            # Nothing to undo: books without a shelf were a mistake of the import.
          end
        `,
        OUTSIDE,
      ),
    },
    says: [],
  },
]
