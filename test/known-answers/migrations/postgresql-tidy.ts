import type { PullRequest } from './case.ts'
import { file } from './case.ts'
import { DBMATE, DIESEL, FLYWAY, GOLANG_MIGRATE, GOOSE } from './postgresql-bases.ts'

export const POSTGRESQL_TIDY: readonly PullRequest[] = [
  {
    name: 'a concurrent index in a migration of its own, outside of a transaction',
    base: GOOSE,
    change: {
      'db/migrations/00003_invoice_note_index.sql': file`
        -- +goose NO TRANSACTION
        -- +goose Up
        CREATE INDEX CONCURRENTLY IF NOT EXISTS invoices_amount_idx ON invoices (amount);

        -- +goose Down
        DROP INDEX CONCURRENTLY IF EXISTS invoices_amount_idx;
      `,
    },
    says: [],
  },
  {
    name: 'a foreign key added NOT VALID and validated in the next migration',
    base: DBMATE,
    change: {
      'db/migrations/20240301090000_shipments_warehouse_fk.sql': file`
        -- migrate:up
        SET lock_timeout = '2s';
        ALTER TABLE shipments
          ADD CONSTRAINT shipments_warehouse_fk FOREIGN KEY (warehouse_id) REFERENCES warehouses (id) NOT VALID;

        -- migrate:down
        ALTER TABLE shipments DROP CONSTRAINT shipments_warehouse_fk;
      `,
      'db/migrations/20240301090100_validate_shipments_warehouse_fk.sql': file`
        -- migrate:up
        ALTER TABLE shipments VALIDATE CONSTRAINT shipments_warehouse_fk;

        -- migrate:down
        -- Nothing to undo: a constraint that was validated stays so until the migration before drops it.
      `,
    },
    says: [],
  },
  {
    name: 'a new table with keys to old ones, with its indexes, in one migration',
    base: GOLANG_MIGRATE,
    change: {
      'migrations/000003_order_lines.up.sql': file`
        BEGIN;
        CREATE TABLE order_lines (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          order_id bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
          sku text NOT NULL,
          quantity integer NOT NULL CHECK (quantity > 0)
        );
        CREATE INDEX order_lines_order_id_idx ON order_lines (order_id);
        COMMIT;
      `,
      'migrations/000003_order_lines.down.sql': 'DROP TABLE order_lines;\n',
    },
    says: [],
  },
  {
    name: 'NOT NULL by way of a check that is validated first',
    base: GOOSE,
    change: {
      'db/migrations/00003_note_check.sql': file`
        -- +goose Up
        ALTER TABLE invoices ADD CONSTRAINT invoices_note_present CHECK (note IS NOT NULL) NOT VALID;

        -- +goose Down
        ALTER TABLE invoices DROP CONSTRAINT invoices_note_present;
      `,
      'db/migrations/00004_note_validate.sql': file`
        -- +goose Up
        ALTER TABLE invoices VALIDATE CONSTRAINT invoices_note_present;

        -- +goose Down
        -- Nothing to undo: a validated check is dropped by the migration that added it.
      `,
      'db/migrations/00005_note_required.sql': file`
        -- +goose Up
        ALTER TABLE invoices ALTER COLUMN note SET NOT NULL;
        ALTER TABLE invoices DROP CONSTRAINT invoices_note_present;

        -- +goose Down
        ALTER TABLE invoices ADD CONSTRAINT invoices_note_present CHECK (note IS NOT NULL) NOT VALID;
        ALTER TABLE invoices ALTER COLUMN note DROP NOT NULL;
      `,
    },
    says: [],
    notes: [
      'db/migrations/00005_note_required.sql: ALTER TABLE invoices ADD CONSTRAINT invoices_note_present CHECK (note IS NOT NULL) NOT VALID;',
    ],
    amended:
      'The check was validated before, and is not after the way back: worth a note, as this is how the way back is commonly written.',
  },
  {
    name: 'a required column with a constant default',
    base: GOLANG_MIGRATE,
    change: {
      'migrations/000003_orders_priority.up.sql':
        'ALTER TABLE orders ADD COLUMN priority integer NOT NULL DEFAULT 0;\n',
      'migrations/000003_orders_priority.down.sql': 'ALTER TABLE orders DROP COLUMN priority;\n',
    },
    says: [],
  },
  {
    name: 'a unique constraint that takes over an index built concurrently',
    base: GOOSE,
    change: {
      'db/migrations/00003_holder_index.sql': file`
        -- +goose NO TRANSACTION
        -- +goose Up
        CREATE UNIQUE INDEX CONCURRENTLY accounts_holder_key ON accounts (holder);

        -- +goose Down
        DROP INDEX CONCURRENTLY accounts_holder_key;
      `,
      'db/migrations/00004_holder_unique.sql': file`
        -- +goose NO TRANSACTION
        -- +goose Up
        ALTER TABLE accounts ADD CONSTRAINT accounts_holder_key UNIQUE USING INDEX accounts_holder_key;

        -- +goose Down
        ALTER TABLE accounts DROP CONSTRAINT accounts_holder_key;
        CREATE UNIQUE INDEX CONCURRENTLY accounts_holder_key ON accounts (holder);
      `,
    },
    says: [],
    notes: [
      'db/migrations/00004_holder_unique.sql: CREATE UNIQUE INDEX CONCURRENTLY accounts_holder_key ON accounts (holder);',
    ],
    amended:
      'The way back is two statements without a transaction: that the first stays where the second fails is so.',
  },
  {
    name: 'a small lookup table, made and filled at once',
    base: DIESEL,
    change: {
      'migrations/2024-03-01-100000_roles/up.sql': file`
        CREATE TABLE roles (name text PRIMARY KEY, position integer NOT NULL UNIQUE);
        INSERT INTO roles (name, position) VALUES ('owner', 1), ('trainer', 2), ('guest', 3);
        UPDATE roles SET position = position * 10;
      `,
      'migrations/2024-03-01-100000_roles/down.sql': 'DROP TABLE roles;\n',
    },
    says: [],
  },
  {
    name: 'the contract step of a column no code reads, declared irreversible with its reason',
    base: DIESEL,
    change: {
      'migrations/2024-03-02-100000_drop_level/up.sql': 'ALTER TABLE members DROP COLUMN level;\n',
      'migrations/2024-03-02-100000_drop_level/down.sql':
        '-- irreversible: levels moved to the table of memberships a month ago and nothing reads them here\n',
    },
    says: [],
  },
  {
    name: 'a varchar made longer, which changes the catalogue only',
    base: FLYWAY,
    change: {
      'src/main/resources/db/migration/V3__devices.sql':
        'CREATE TABLE devices (id bigint PRIMARY KEY, serial varchar(40) NOT NULL);\n',
      'src/main/resources/db/migration/V4__long_titles.sql':
        'ALTER TABLE sources ALTER COLUMN url TYPE varchar;\n',
    },
    says: [],
  },
  {
    name: 'a backfill in batches outside of a transaction',
    base: GOOSE,
    change: {
      'db/migrations/00003_invoice_total.sql': file`
        -- +goose Up
        ALTER TABLE invoices ADD COLUMN total_cents bigint;

        -- +goose Down
        ALTER TABLE invoices DROP COLUMN total_cents;
      `,
      'db/migrations/00004_invoice_total_backfill.sql': file`
        -- +goose NO TRANSACTION
        -- +goose Up
        UPDATE invoices SET total_cents = amount * 100 WHERE id BETWEEN 1 AND 20000 AND total_cents IS NULL;
        UPDATE invoices SET total_cents = amount * 100 WHERE id BETWEEN 20001 AND 40000 AND total_cents IS NULL;

        -- +goose Down
        -- Nothing to undo: the values go with their column.
      `,
    },
    says: [],
  },
  {
    name: 'a view replaced, and put back by the way back',
    base: {
      ...GOLANG_MIGRATE,
      'migrations/000003_open_orders.up.sql':
        "CREATE VIEW open_orders AS SELECT id, customer_id FROM orders WHERE status = 'open';\n",
      'migrations/000003_open_orders.down.sql': 'DROP VIEW open_orders;\n',
    },
    change: {
      'migrations/000004_open_orders_date.up.sql': file`
        CREATE OR REPLACE VIEW open_orders AS
          SELECT id, customer_id, placed_at FROM orders WHERE status = 'open';
      `,
      'migrations/000004_open_orders_date.down.sql': file`
        DROP VIEW open_orders;
        CREATE VIEW open_orders AS SELECT id, customer_id FROM orders WHERE status = 'open';
      `,
    },
    says: [],
  },
  {
    name: 'a function and its trigger, both dropped on the way back',
    base: DBMATE,
    change: {
      'db/migrations/20240304090000_sent_today.sql': file`
        -- migrate:up
        CREATE FUNCTION sent_today() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          NEW.sent_on := coalesce(NEW.sent_on, current_date);
          RETURN NEW;
        END
        $$;
        CREATE TRIGGER shipments_sent_today BEFORE INSERT ON shipments FOR EACH ROW EXECUTE FUNCTION sent_today();

        -- migrate:down
        DROP TRIGGER shipments_sent_today ON shipments;
        DROP FUNCTION sent_today();
      `,
    },
    says: [],
  },
]
