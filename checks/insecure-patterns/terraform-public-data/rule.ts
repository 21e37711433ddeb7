import { defineRule } from '../../../src/model/index.ts'
import {
  mistakesIn,
  type Setting,
  TERRAFORM,
  terraformOptions,
  wrongSettings,
} from '../terraform/resources.ts'

const PUBLIC_DATABASE = 'The database `{name}` has an address that the whole internet can reach.'
const BLOCK = 'A part of what keeps the bucket `{name}` from becoming public is turned off.'
const BUCKET = 'Everybody can read the bucket `{name}`.'
const off = (path: string): Setting => ({
  kind: 'aws_s3_bucket_public_access_block',
  path: [path],
  is: [false],
  message: BLOCK,
  fix: 'Set it to `true`; serve public files through a distribution that may read the bucket.',
})
const acl = (kind: string): Setting => ({
  kind,
  path: ['acl'],
  is: ['public-read', 'public-read-write', 'website'],
  message: BUCKET,
  fix: 'Use `private`, and serve public files through a distribution that may read the bucket.',
})
const database = (kind: string, attribute = 'publicly_accessible'): Setting => ({
  kind,
  path: [attribute],
  is: [true],
  message: PUBLIC_DATABASE,
  fix: 'Set it to `false`, and reach the database from inside the network.',
})

/** Attributes as the providers document them: registry.terraform.io, hashicorp/aws, azurerm and google. */
const SETTINGS: readonly Setting[] = [
  database('aws_db_instance'),
  database('aws_rds_cluster_instance'),
  database('aws_redshift_cluster'),
  database('aws_dms_replication_instance'),
  database('aws_docdb_cluster_instance'),
  database('aws_neptune_cluster_instance'),
  database('azurerm_mssql_server', 'public_network_access_enabled'),
  database('azurerm_postgresql_server', 'public_network_access_enabled'),
  database('azurerm_mysql_server', 'public_network_access_enabled'),
  database('azurerm_mariadb_server', 'public_network_access_enabled'),
  acl('aws_s3_bucket'),
  acl('aws_s3_bucket_acl'),
  off('block_public_acls'),
  off('block_public_policy'),
  off('ignore_public_acls'),
  off('restrict_public_buckets'),
  {
    kind: 'azurerm_storage_account',
    path: ['allow_nested_items_to_be_public'],
    is: [true],
    message: 'Containers of the account `{name}` may be opened to everybody.',
    fix: 'Set it to `false`.',
  },
  {
    kind: 'azurerm_storage_account',
    path: ['allow_blob_public_access'],
    is: [true],
    message: 'Containers of the account `{name}` may be opened to everybody.',
    fix: 'Set it to `false`.',
  },
  {
    kind: 'azurerm_storage_container',
    path: ['container_access_type'],
    is: ['blob', 'container'],
    message: 'Everybody can read what the container `{name}` holds.',
    fix: 'Use `private`, and give out addresses that are signed and end.',
  },
  ...[
    'google_storage_bucket_iam_member',
    'google_storage_bucket_access_control',
    'google_bigquery_dataset_iam_member',
    'google_cloudfunctions_function_iam_member',
  ].flatMap((kind): Setting[] => [
    {
      kind,
      path: [kind.endsWith('control') ? 'entity' : 'member'],
      is: ['allUsers', 'allAuthenticatedUsers'],
      message: 'Everybody gets what `{name}` gives.',
      fix: 'Name the accounts that need it.',
    },
  ]),
  {
    kind: 'google_storage_bucket_iam_binding',
    path: ['members'],
    is: ['allUsers', 'allAuthenticatedUsers'],
    message: 'Everybody gets what `{name}` gives.',
    fix: 'Name the accounts that need it.',
  },
  {
    kind: 'google_sql_database_instance',
    path: ['settings', 'ip_configuration', 'authorized_networks', 'value'],
    is: ['0.0.0.0/0', '::/0'],
    message: 'The database `{name}` takes connections from the whole internet.',
    fix: 'Name the networks that need it, or use a private address.',
  },
]

export default defineRule({
  title: 'Data that Terraform opens to everybody',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [732],
  files: TERRAFORM,
  options: terraformOptions,
  check: (context) => mistakesIn(context, (block, kind, name) => wrongSettings(SETTINGS, block, kind, name)),
})
