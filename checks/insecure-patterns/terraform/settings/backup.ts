import { audit, type Setting } from '../resources.ts'

const keeps = (kind: Setting['kind'], path: Setting['path'], more: Partial<Setting> = {}): Setting => ({
  kind,
  path,
  absent: true,
  message:
    'What `{name}` holds is lost when it is deleted or overwritten by mistake: `{path}` is left out or off.',
  fix: 'Set `{path}`; for what may be lost, waive the finding with the reason.',
  ...more,
})
const off = { is: [false] }
const stated = { absent: false }

/** Attributes by the names that the providers' registries have (registry.terraform.io: hashicorp/aws, azurerm and google). */
export const BACKUP: readonly Setting[] = [
  keeps(['aws_db_instance'], 'backup_retention_period', { below: 1, unless: ['replicate_source_db'] }),
  keeps(['aws_rds_cluster', 'aws_docdb_cluster', 'aws_neptune_cluster'], 'backup_retention_period', {
    below: 1,
    ...stated,
  }),
  audit(keeps(['aws_docdb_cluster', 'aws_neptune_cluster'], 'backup_retention_period', { below: 7 })),
  keeps(['aws_redshift_cluster'], 'automated_snapshot_retention_period', { below: 1, ...stated }),
  audit(
    keeps(['aws_elasticache_replication_group', 'aws_elasticache_cluster'], 'snapshot_retention_limit', {
      below: 1,
    }),
  ),
  audit(keeps('aws_memorydb_cluster', 'snapshot_retention_limit', { below: 1 })),
  audit(
    keeps(
      [
        'aws_db_instance',
        'aws_rds_cluster',
        'aws_docdb_cluster',
        'aws_neptune_cluster',
        'aws_rds_global_cluster',
        'aws_qldb_ledger',
      ],
      'deletion_protection',
      off,
    ),
  ),
  audit(
    keeps(
      [
        'aws_db_instance',
        'aws_rds_cluster',
        'aws_docdb_cluster',
        'aws_neptune_cluster',
        'aws_redshift_cluster',
      ],
      'skip_final_snapshot',
      { is: [true], ...stated },
    ),
  ),
  audit(keeps(['aws_db_instance', 'aws_rds_cluster'], 'copy_tags_to_snapshot', off)),
  audit(keeps('aws_db_instance', 'multi_az', { ...off, unless: ['replicate_source_db'] })),
  keeps('aws_dynamodb_table', 'point_in_time_recovery.enabled', off),
  audit(keeps('aws_dynamodb_table', 'deletion_protection_enabled', off)),
  audit(keeps(['aws_lb', 'aws_alb'], 'enable_deletion_protection', off)),
  audit(keeps(['aws_lb', 'aws_alb'], 'enable_cross_zone_load_balancing', { ...off, ...stated })),
  audit(keeps('aws_elb', 'cross_zone_load_balancing', { ...off, ...stated })),
  keeps('aws_s3_bucket', 'versioning.enabled', off),
  keeps('aws_s3_bucket_versioning', 'versioning_configuration.status', {
    is: ['Disabled', 'Suspended'],
    ...stated,
  }),
  audit(keeps('aws_s3_bucket_versioning', 'versioning_configuration.mfa_delete', { is: ['Disabled'] })),
  audit(keeps('aws_s3_bucket', 'versioning.mfa_delete', { ...off, when: { path: 'versioning' } })),
  audit(keeps('aws_s3_bucket', 'force_destroy', { is: [true], ...stated })),
  audit(keeps('aws_kms_key', 'deletion_window_in_days', { below: 8, ...stated })),
  audit(keeps('aws_secretsmanager_secret', 'recovery_window_in_days', { below: 1, ...stated })),
  keeps('aws_efs_backup_policy', 'backup_policy.status', { is: ['DISABLED'], ...stated }),
  audit(keeps('aws_cognito_user_pool', 'deletion_protection', { is: ['INACTIVE'] })),
  audit(keeps('aws_ecr_repository', 'force_delete', { is: [true], ...stated })),
  audit(keeps('aws_networkfirewall_firewall', 'delete_protection', off)),
  keeps(['azurerm_key_vault'], 'purge_protection_enabled', off),
  keeps(['azurerm_key_vault', 'azurerm_key_vault_managed_hardware_security_module'], 'soft_delete_enabled', {
    ...off,
    ...stated,
  }),
  audit(
    keeps(
      ['azurerm_key_vault', 'azurerm_key_vault_managed_hardware_security_module'],
      'soft_delete_retention_days',
      { below: 7, ...stated },
    ),
  ),
  audit(
    keeps(
      [
        'azurerm_postgresql_server',
        'azurerm_mysql_server',
        'azurerm_mariadb_server',
        'azurerm_postgresql_flexible_server',
        'azurerm_mysql_flexible_server',
      ],
      'geo_redundant_backup_enabled',
      off,
    ),
  ),
  audit(
    keeps(['azurerm_postgresql_server', 'azurerm_mysql_server'], 'backup_retention_days', {
      below: 7,
      ...stated,
    }),
  ),
  keeps('azurerm_storage_account', ['blob_properties.delete_retention_policy'], {}),
  audit(keeps('azurerm_storage_account', ['blob_properties.versioning_enabled'], { ...off, ...stated })),
  keeps('azurerm_app_configuration', 'purge_protection_enabled', off),
  keeps('azurerm_data_factory', ['github_configuration', 'vsts_configuration']),
  audit(keeps('google_storage_bucket', 'versioning.enabled', off)),
  audit(keeps('google_storage_bucket', 'force_destroy', { is: [true], ...stated })),
  keeps('google_sql_database_instance', 'settings.backup_configuration.enabled', {
    ...off,
    unless: ['master_instance_name'],
  }),
  audit(keeps('google_sql_database_instance', 'deletion_protection', { ...off, ...stated })),
  audit(
    keeps('google_sql_database_instance', 'settings.backup_configuration.point_in_time_recovery_enabled', {
      ...off,
      ...stated,
    }),
  ),
  audit(keeps(['google_kms_crypto_key'], 'lifecycle.prevent_destroy', off)),
  audit(
    keeps(
      [
        'google_bigquery_table',
        'google_bigtable_instance',
        'google_spanner_database',
        'google_container_cluster',
        'google_alloydb_cluster',
      ],
      'deletion_protection',
      { ...off, ...stated },
    ),
  ),
  audit(keeps('google_spanner_database', 'enable_drop_protection', off)),
]
