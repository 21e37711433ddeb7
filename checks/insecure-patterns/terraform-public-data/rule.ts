import { defineRule } from '../../../src/model/index.ts'
import type { TerraformBlock } from '../../../src/parse/terraform/index.ts'
import {
  byKind,
  type Mistake,
  mistakesIn,
  type Setting,
  TERRAFORM,
  terraformOptions,
  wrongSettings,
} from '../terraform/resources.ts'
import { isService, membersOpen } from '../terraform/members.ts'
import { ENDPOINTS } from '../terraform/settings/endpoints.ts'
import { OPEN_ELSEWHERE } from '../terraform/settings/other-clouds.ts'
import { plainly } from '../terraform/setting-rule.ts'

const PUBLIC_DATABASE = 'The database `{name}` has an address that the whole internet can reach.'
const BLOCK = 'A part of what keeps the bucket `{name}` from becoming public is turned off.'
const BUCKET = 'Everybody can read the bucket `{name}`.'
const off = (path: string): Setting => ({
  kind: ['aws_s3_bucket_public_access_block', 'aws_s3_account_public_access_block'],
  path,
  is: [false],
  message: BLOCK,
  fix: 'Set it to `true`; serve public files through a distribution that may read the bucket.',
})
const database = (kind: Setting['kind'], attribute = 'publicly_accessible'): Setting => ({
  kind,
  path: attribute,
  is: [true],
  message: PUBLIC_DATABASE,
  fix: 'Set it to `false`, and reach the database from inside the network.',
})

/** Attributes by the names that the providers' registries have (registry.terraform.io: hashicorp/aws, azurerm and google). */
const SETTINGS = byKind([
  ...plainly(ENDPOINTS),
  ...OPEN_ELSEWHERE,
  database([
    'aws_db_instance',
    'aws_rds_cluster_instance',
    'aws_redshift_cluster',
    'aws_redshiftserverless_workgroup',
    'aws_dms_replication_instance',
    'aws_docdb_cluster_instance',
    'aws_neptune_cluster_instance',
  ]),
  database(
    [
      'azurerm_mssql_server',
      'azurerm_mssql_managed_instance',
      'azurerm_postgresql_server',
      'azurerm_postgresql_flexible_server',
      'azurerm_mysql_server',
      'azurerm_mariadb_server',
      'azurerm_cosmosdb_account',
    ],
    'public_network_access_enabled',
  ),
  database('azurerm_mssql_managed_instance', 'public_data_endpoint_enabled'),
  {
    kind: ['aws_s3_bucket', 'aws_s3_bucket_acl'],
    path: 'acl',
    is: ['public-read', 'public-read-write', 'website', 'authenticated-read'],
    message: BUCKET,
    fix: 'Use `private`, and serve public files through a distribution that may read the bucket.',
  },
  {
    kind: ['aws_s3_object', 'aws_s3_bucket_object', 'aws_s3_object_copy'],
    path: 'acl',
    is: ['public-read', 'public-read-write', 'authenticated-read'],
    message: 'Everybody can read `{name}`.',
    fix: 'Use `private`, and serve public files through a distribution that may read the bucket.',
  },
  {
    kind: 'aws_s3_bucket_acl',
    path: 'access_control_policy.grant.grantee.uri',
    is: [
      'http://acs.amazonaws.com/groups/global/AllUsers',
      'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
    ],
    message: BUCKET,
    fix: 'Name the accounts that need it.',
  },
  off('block_public_acls'),
  off('block_public_policy'),
  off('ignore_public_acls'),
  off('restrict_public_buckets'),
  {
    kind: ['aws_ami_launch_permission', 'aws_ebs_snapshot', 'aws_db_snapshot'],
    path: ['group', 'shared_accounts'],
    is: ['all'],
    message: 'Everybody can start from `{name}`, and read what is in it.',
    fix: 'Name the accounts that need it.',
  },
  {
    kind: 'azurerm_storage_account',
    path: ['allow_nested_items_to_be_public', 'allow_blob_public_access'],
    is: [true],
    message: 'Containers of the account `{name}` may be opened to everybody.',
    fix: 'Set it to `false`.',
  },
  {
    kind: 'azurerm_storage_container',
    path: 'container_access_type',
    is: ['blob', 'container'],
    message: 'Everybody can read what the container `{name}` holds.',
    fix: 'Use `private`, and give out addresses that are signed and end.',
  },
  {
    kind: [
      'azurerm_mssql_firewall_rule',
      'azurerm_sql_firewall_rule',
      'azurerm_mysql_firewall_rule',
      'azurerm_mysql_flexible_server_firewall_rule',
      'azurerm_postgresql_firewall_rule',
      'azurerm_postgresql_flexible_server_firewall_rule',
      'azurerm_mariadb_firewall_rule',
      'azurerm_synapse_firewall_rule',
    ],
    path: 'end_ip_address',
    is: ['255.255.255.255'],
    message: '`{name}` lets the whole internet reach the database.',
    fix: 'Name the networks that need it, or use a private endpoint.',
  },
  {
    kind: ['google_sql_database_instance'],
    path: 'settings.ip_configuration.authorized_networks.value',
    is: ['0.0.0.0/0', '::/0'],
    message: 'The database `{name}` takes connections from the whole internet.',
    fix: 'Name the networks that need it, or use a private address.',
  },
  {
    kind: [
      'google_storage_bucket_access_control',
      'google_storage_default_object_access_control',
      'google_storage_object_access_control',
    ],
    path: 'entity',
    is: ['allUsers', 'allAuthenticatedUsers'],
    message: 'Everybody gets what `{name}` gives.',
    fix: 'Name the accounts that need it.',
  },
  {
    kind: ['google_storage_bucket_acl', 'google_storage_default_object_acl', 'google_storage_object_acl'],
    path: 'predefined_acl',
    is: ['publicRead', 'publicReadWrite', 'authenticatedRead'],
    message: 'Everybody gets what `{name}` gives.',
    fix: 'Use `private`.',
  },
  {
    kind: 'google_bigquery_dataset',
    path: ['access.special_group', 'access.iam_member'],
    is: ['allAuthenticatedUsers', 'allUsers'],
    message: 'Everybody with an account of Google can read `{name}`.',
    fix: 'Name the accounts that need it.',
  },
  {
    kind: 'google_bigquery_dataset_access',
    path: ['special_group', 'iam_member'],
    is: ['allAuthenticatedUsers', 'allUsers'],
    message: 'Everybody with an account of Google can read `{name}`.',
    fix: 'Name the accounts that need it.',
  },
])

export default defineRule({
  title: 'Data that Terraform opens to everybody',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [732, 200, 668],
  files: TERRAFORM,
  options: terraformOptions,
  check: (context) => mistakesIn(context, open),
})

function* open(block: TerraformBlock, kind: string, name: string): Generator<Mistake> {
  yield* wrongSettings(SETTINGS, block, kind, name)
  // Services are often meant to be called by everybody: a rule of its own has them.
  if (!isService(kind)) yield* membersOpen(block, kind, name)
}
