import type { Manifest } from './manifest.ts'

/** Servers that are started beside an application: what it is developed with. The last word, after its own libraries. */
export const compose: Manifest = {
  names: ['compose.yml', 'compose.yaml', 'docker-compose.yml', 'docker-compose.yaml'],
  words: {
    postgresql:
      /^\s*image:\s*["']?(?:[\w.-]+\/)*(?:postgres|postgresql|postgis|pgvector|timescaledb(?:-ha)?)(?=[:@"'\s]|$)/m,
    mysql: /^\s*image:\s*["']?(?:[\w.-]+\/)*(?:mysql|mysql-server|mariadb|percona)(?=[:@"'\s]|$)/m,
    sqlserver: /^\s*image:\s*["']?(?:[\w.-]+\/)*(?:mssql\/server|azure-sql-edge)(?=[:@"'\s]|$)/m,
    oracle: /^\s*image:\s*["']?(?:[\w.-]+\/)*(?:oracle-xe|oracle-free|database\/enterprise)(?=[:@"'\s]|$)/m,
  },
}
