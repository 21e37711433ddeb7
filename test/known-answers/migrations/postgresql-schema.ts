import type { Files } from './case.ts'
import { file } from './case.ts'

/** A carrier's schema, by Flyway: forward only, so that nothing is said of ways back. */
export const CARRIER: Files = {
  'build.gradle':
    "dependencies {\n  implementation 'org.flywaydb:flyway-core:10.8.1'\n  implementation 'org.postgresql:postgresql:42.7.1'\n}\n",
  'db/migration/V1__carrier.sql': file`
    CREATE TYPE stage AS ENUM ('packed', 'sent');
    CREATE DOMAIN postcode AS text;
    CREATE TABLE depots (id bigint PRIMARY KEY, title text NOT NULL);
    CREATE TABLE parcels (
      id bigint NOT NULL,
      depot_id bigint,
      weight integer,
      width integer,
      label varchar(50),
      remark text,
      code char(8),
      sent_on date,
      price numeric(10, 2),
      stage stage NOT NULL DEFAULT 'packed'
    );
    CREATE INDEX parcels_weight_idx ON parcels (weight);
    CREATE UNIQUE INDEX parcels_id_idx ON parcels (id);
    CREATE TABLE scans (scanned_at timestamptz NOT NULL, parcel_id bigint) PARTITION BY RANGE (scanned_at);
    CREATE TABLE scans_2023 PARTITION OF scans FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
    CREATE TABLE scans_2024 (scanned_at timestamptz NOT NULL, parcel_id bigint);
    CREATE MATERIALIZED VIEW heavy AS SELECT id FROM parcels WHERE weight > 1000;
    CREATE UNIQUE INDEX heavy_id_idx ON heavy (id);
    CREATE SCHEMA archive;
  `,
}

export const carrierPath = (n: number): string => `db/migration/V${String(n + 1)}__change.sql`
