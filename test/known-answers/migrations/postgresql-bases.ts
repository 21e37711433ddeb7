import type { Files } from './case.ts'
import { file } from './case.ts'

/** A shop, by golang-migrate. */
export const GOLANG_MIGRATE: Files = {
  'go.mod':
    'module example.org/shop\n\nrequire (\n\tgithub.com/golang-migrate/migrate/v4 v4.17.0\n\tgithub.com/jackc/pgx/v5 v5.5.0\n)\n',
  'migrations/000001_customers.up.sql':
    'CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, email text);\n',
  'migrations/000001_customers.down.sql': 'DROP TABLE customers;\n',
  'migrations/000002_orders.up.sql': file`
    CREATE TABLE orders (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      customer_id bigint NOT NULL,
      status varchar(20) NOT NULL DEFAULT 'open',
      placed_at timestamptz NOT NULL DEFAULT now()
    );
  `,
  'migrations/000002_orders.down.sql': 'DROP TABLE orders;\n',
}

/** A biller, by goose. */
export const GOOSE: Files = {
  'go.mod':
    'module example.org/billing\n\nrequire (\n\tgithub.com/pressly/goose/v3 v3.18.0\n\tgithub.com/lib/pq v1.10.9\n)\n',
  'db/migrations/00001_accounts.sql': file`
    -- +goose Up
    CREATE TABLE accounts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, holder text NOT NULL);

    -- +goose Down
    DROP TABLE accounts;
  `,
  'db/migrations/00002_invoices.sql': file`
    -- +goose Up
    CREATE TABLE invoices (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      account_id bigint NOT NULL REFERENCES accounts (id),
      amount numeric(12, 2) NOT NULL,
      note text
    );
    CREATE INDEX invoices_account_id_idx ON invoices (account_id);

    -- +goose Down
    DROP TABLE invoices;
  `,
}

/** A freight company, by dbmate. */
export const DBMATE: Files = {
  '.env.example': 'DATABASE_URL=postgres://freight@localhost:5432/freight\n',
  'db/migrations/20240101090000_warehouses.sql': file`
    -- migrate:up
    CREATE TABLE warehouses (id bigint PRIMARY KEY, city text NOT NULL);

    -- migrate:down
    DROP TABLE warehouses;
  `,
  'db/migrations/20240102090000_shipments.sql': file`
    -- migrate:up
    CREATE TABLE shipments (
      id bigint PRIMARY KEY,
      warehouse_id bigint NOT NULL,
      weight integer,
      sent_on date
    );

    -- migrate:down
    DROP TABLE shipments;
  `,
}

/** A collector of events, by Flyway, which only rolls forward. */
export const FLYWAY: Files = {
  'build.gradle':
    "dependencies {\n  implementation 'org.flywaydb:flyway-core:10.8.1'\n  implementation 'org.postgresql:postgresql:42.7.1'\n}\n",
  'src/main/resources/db/migration/V1__events.sql':
    'CREATE TABLE events (id integer PRIMARY KEY, body text NOT NULL, at timestamptz NOT NULL);\n',
  'src/main/resources/db/migration/V2__sources.sql': file`
    CREATE TABLE sources (
      id bigint PRIMARY KEY,
      title text,
      url text
    );
  `,
}

/** A club, by Diesel. */
export const DIESEL: Files = {
  'diesel.toml': '[print_schema]\nfile = "src/schema.rs"\n',
  'Cargo.toml': '[dependencies]\ndiesel = { version = "2.1", features = ["postgres"] }\n',
  'migrations/2024-01-01-100000_members/up.sql':
    'CREATE TABLE members (id bigint PRIMARY KEY, mail text NOT NULL, level integer NOT NULL DEFAULT 0);\n',
  'migrations/2024-01-01-100000_members/down.sql': 'DROP TABLE members;\n',
}
