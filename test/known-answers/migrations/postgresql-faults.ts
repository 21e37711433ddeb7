import type { PullRequest } from './case.ts'
import { file } from './case.ts'
import { DBMATE, DIESEL, FLYWAY, GOLANG_MIGRATE, GOOSE } from './postgresql-bases.ts'

const ONE_COMMAND =
  'A statement with one command is shown at its first line, where readers look and where a word that accepts it stands.'

export const POSTGRESQL_FAULTS: readonly PullRequest[] = [
  {
    name: 'an index built on a busy table without CONCURRENTLY',
    base: GOLANG_MIGRATE,
    change: {
      'migrations/000003_orders_customer.up.sql':
        'CREATE INDEX orders_customer_id_idx ON orders (customer_id);\n',
      'migrations/000003_orders_customer.down.sql': 'DROP INDEX orders_customer_id_idx;\n',
    },
    says: [
      'migrations/000003_orders_customer.up.sql: CREATE INDEX orders_customer_id_idx ON orders (customer_id);',
    ],
  },
  {
    name: 'a required column without a default on a table that holds rows',
    base: GOOSE,
    change: {
      'db/migrations/00003_invoice_currency.sql': file`
        -- +goose Up
        ALTER TABLE invoices
          ADD COLUMN currency text NOT NULL;

        -- +goose Down
        ALTER TABLE invoices DROP COLUMN currency;
      `,
    },
    says: ['db/migrations/00003_invoice_currency.sql: ALTER TABLE invoices'],
    amended: ONE_COMMAND,
  },
  {
    name: 'a foreign key validated while both tables are locked',
    base: DBMATE,
    change: {
      'db/migrations/20240301090000_shipments_warehouse_fk.sql': file`
        -- migrate:up
        ALTER TABLE shipments
          ADD CONSTRAINT shipments_warehouse_fk FOREIGN KEY (warehouse_id) REFERENCES warehouses (id);

        -- migrate:down
        ALTER TABLE shipments DROP CONSTRAINT shipments_warehouse_fk;
      `,
    },
    says: ['db/migrations/20240301090000_shipments_warehouse_fk.sql: ALTER TABLE shipments'],
    amended: ONE_COMMAND,
  },
  {
    name: 'a key widened in place, which rewrites the table',
    base: FLYWAY,
    change: {
      'src/main/resources/db/migration/V3__widen_event_id.sql':
        'ALTER TABLE events ALTER COLUMN id TYPE bigint;\n',
    },
    says: [
      'src/main/resources/db/migration/V3__widen_event_id.sql: ALTER TABLE events ALTER COLUMN id TYPE bigint;',
    ],
  },
  {
    name: 'a column renamed under the running application',
    base: DIESEL,
    change: {
      'migrations/2024-03-01-100000_rename_email/up.sql':
        'ALTER TABLE members RENAME COLUMN mail TO email;\n',
      'migrations/2024-03-01-100000_rename_email/down.sql':
        'ALTER TABLE members RENAME COLUMN email TO mail;\n',
    },
    says: [
      'migrations/2024-03-01-100000_rename_email/up.sql: ALTER TABLE members RENAME COLUMN mail TO email;',
    ],
  },
  {
    name: 'a concurrent index inside of the transaction of its migration',
    base: DBMATE,
    change: {
      'db/migrations/20240302090000_shipments_reference.sql': file`
        -- migrate:up
        ALTER TABLE shipments ADD COLUMN reference text;
        CREATE INDEX CONCURRENTLY shipments_reference_idx ON shipments (reference);

        -- migrate:down
        DROP INDEX shipments_reference_idx;
        ALTER TABLE shipments DROP COLUMN reference;
      `,
    },
    says: [
      'db/migrations/20240302090000_shipments_reference.sql: CREATE INDEX CONCURRENTLY shipments_reference_idx ON shipments (reference);',
    ],
  },
  {
    name: 'a way back that only selects',
    base: GOOSE,
    change: {
      'db/migrations/00003_refunds.sql': file`
        -- +goose Up
        CREATE TABLE refunds (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, reason text NOT NULL);

        -- +goose Down
        SELECT 1;
      `,
    },
    says: ['db/migrations/00003_refunds.sql: -- +goose Down'],
    amended: 'What is at fault is the section, whatever stands in it: a suggestion replaces all of it.',
  },
  {
    name: 'no way back where every other migration has one',
    base: GOLANG_MIGRATE,
    change: {
      'migrations/000003_coupons.up.sql':
        'CREATE TABLE coupons (code text PRIMARY KEY, percent smallint NOT NULL);\n',
    },
    says: [
      'migrations/000003_coupons.up.sql: CREATE TABLE coupons (code text PRIMARY KEY, percent smallint NOT NULL);',
    ],
  },
  {
    name: 'a way back that drops what does not exist',
    base: DBMATE,
    change: {
      'db/migrations/20240303090000_carriers.sql': file`
        -- migrate:up
        CREATE TABLE carriers (id bigint PRIMARY KEY, title text NOT NULL);

        -- migrate:down
        DROP TABLE carrier;
      `,
    },
    says: ['db/migrations/20240303090000_carriers.sql: DROP TABLE carrier;'],
  },
  {
    name: 'a version that the base has taken',
    base: GOLANG_MIGRATE,
    change: {
      'migrations/000002_add_phone.up.sql': 'ALTER TABLE customers ADD COLUMN phone text;\n',
      'migrations/000002_add_phone.down.sql': 'ALTER TABLE customers DROP COLUMN phone;\n',
    },
    says: ['migrations/000002_add_phone.up.sql: ALTER TABLE customers ADD COLUMN phone text;'],
  },
  {
    name: 'a migration edited after it was applied',
    base: FLYWAY,
    change: {
      'src/main/resources/db/migration/V2__sources.sql': file`
        CREATE TABLE sources (
          id bigint PRIMARY KEY,
          title text NOT NULL,
          url text
        );
      `,
    },
    says: ['src/main/resources/db/migration/V2__sources.sql: title text NOT NULL,'],
  },
  {
    name: 'a column and its backfill in one transaction',
    base: GOOSE,
    change: {
      'db/migrations/00003_invoice_total.sql': file`
        -- +goose Up
        ALTER TABLE invoices ADD COLUMN total_cents bigint;
        UPDATE invoices SET total_cents = amount * 100;

        -- +goose Down
        ALTER TABLE invoices DROP COLUMN total_cents;
      `,
    },
    says: ['db/migrations/00003_invoice_total.sql: UPDATE invoices SET total_cents = amount * 100;'],
  },
  {
    name: 'a way back that forgets one of the two things the way up made',
    base: GOLANG_MIGRATE,
    change: {
      'migrations/000003_addresses.up.sql': file`
        CREATE TABLE addresses (id bigint PRIMARY KEY, street text NOT NULL);
        ALTER TABLE customers ADD COLUMN address_id bigint;
      `,
      'migrations/000003_addresses.down.sql': 'DROP TABLE addresses;\n',
    },
    says: ['migrations/000003_addresses.down.sql: DROP TABLE addresses;'],
  },
]
