import type { Setting } from '../terraform/resources.ts'
import { ENCRYPTION } from '../terraform/settings/encryption.ts'
import { CLEAR_ELSEWHERE } from '../terraform/settings/other-clouds.ts'
import { plainly, settingRule } from '../terraform/setting-rule.ts'

const rest = (kind: Setting['kind'], path: string, wrong: Setting['is'] = [false]): Setting => ({
  kind,
  path,
  is: wrong,
  message: 'What `{name}` stores is not encrypted.',
  fix: 'Encrypt it. For most stores that means a new one: plan the move.',
})
const transit = (kind: Setting['kind'], path: string, wrong: Setting['is'], fix: string): Setting => ({
  kind,
  path,
  is: wrong,
  message: 'What goes to `{name}` may go there without TLS, or with a version of it that is broken.',
  fix,
})
const OLD_POLICIES = [
  'ELBSecurityPolicy-2015-05',
  'ELBSecurityPolicy-2016-08',
  'ELBSecurityPolicy-TLS-1-0-2015-04',
  'ELBSecurityPolicy-TLS-1-1-2017-01',
  'ELBSecurityPolicy-FS-2018-06',
  'ELBSecurityPolicy-FS-1-1-2019-08',
]
const DOMAINS = ['aws_elasticsearch_domain', 'aws_opensearch_domain']
const WEB_APPS = [
  'azurerm_app_service',
  'azurerm_app_service_slot',
  'azurerm_function_app',
  'azurerm_function_app_slot',
  'azurerm_linux_web_app',
  'azurerm_linux_web_app_slot',
  'azurerm_windows_web_app',
  'azurerm_windows_web_app_slot',
  'azurerm_linux_function_app',
  'azurerm_linux_function_app_slot',
  'azurerm_windows_function_app',
  'azurerm_windows_function_app_slot',
  'azurerm_logic_app_standard',
]
const SET = 'Set it to `true`.'
const OLD = ['1.0', '1.1', 'TLS1_0', 'TLS1_1', 'Tls10', 'Tls11', 'TLS_1_0', 'TLS_1_1', 'TLSv1', 'TLSv1_1']

/** Attributes by the names that the providers' registries have (registry.terraform.io: hashicorp/aws, azurerm and google). */
const SETTINGS: readonly Setting[] = [
  rest(
    [
      'aws_db_instance',
      'aws_rds_cluster',
      'aws_rds_global_cluster',
      'aws_docdb_cluster',
      'aws_neptune_cluster',
    ],
    'storage_encrypted',
  ),
  rest(
    [
      'aws_ebs_volume',
      'aws_ebs_snapshot_copy',
      'aws_ami_copy',
      'aws_efs_file_system',
      'aws_redshift_cluster',
    ],
    'encrypted',
  ),
  rest('aws_dax_cluster', 'server_side_encryption.enabled'),
  rest('aws_ebs_encryption_by_default', 'enabled'),
  ...['root_block_device', 'ebs_block_device'].map((device) =>
    rest(
      ['aws_instance', 'aws_launch_configuration', 'aws_spot_instance_request', 'aws_ami'],
      `${device}.encrypted`,
    ),
  ),
  rest('aws_launch_template', 'block_device_mappings.ebs.encrypted'),
  rest('aws_elasticache_replication_group', 'at_rest_encryption_enabled'),
  rest(DOMAINS, 'encrypt_at_rest.enabled'),
  rest('aws_sqs_queue', 'sqs_managed_sse_enabled'),
  rest('aws_kinesis_stream', 'encryption_type', ['NONE']),
  rest('aws_kinesis_firehose_delivery_stream', 'server_side_encryption.enabled'),
  rest('aws_codebuild_project', 'artifacts.encryption_disabled', [true]),
  rest('aws_codebuild_project', 'secondary_artifacts.encryption_disabled', [true]),
  rest('aws_codebuild_project', 'logs_config.s3_logs.encryption_disabled', [true]),
  rest('aws_workspaces_workspace', 'user_volume_encryption_enabled'),
  rest('aws_workspaces_workspace', 'root_volume_encryption_enabled'),
  rest('aws_storagegateway_nfs_file_share', 'kms_encrypted'),
  rest('azurerm_managed_disk', 'encryption_settings.enabled'),
  rest(['azurerm_kusto_cluster'], 'enable_disk_encryption'),
  rest(['azurerm_kusto_cluster'], 'disk_encryption_enabled'),
  rest('azurerm_data_lake_store', 'encryption_state', ['Disabled']),
  rest('azurerm_service_fabric_cluster', 'fabric_settings.parameters.ClusterProtectionLevel', [
    'None',
    'Sign',
  ]),
  transit('aws_elasticache_replication_group', 'transit_encryption_enabled', [false], SET),
  transit('aws_memorydb_cluster', 'tls_enabled', [false], SET),
  transit(DOMAINS, 'node_to_node_encryption.enabled', [false], SET),
  transit(DOMAINS, 'domain_endpoint_options.enforce_https', [false], SET),
  transit(
    DOMAINS,
    'domain_endpoint_options.tls_security_policy',
    ['Policy-Min-TLS-1-0-2019-07'],
    'Set it to `Policy-Min-TLS-1-2-PFS-2023-10`.',
  ),
  transit(
    'aws_msk_cluster',
    'encryption_info.encryption_in_transit.client_broker',
    ['PLAINTEXT', 'TLS_PLAINTEXT'],
    'Set it to `TLS`.',
  ),
  transit('aws_msk_cluster', 'encryption_info.encryption_in_transit.in_cluster', [false], SET),
  ...['default_cache_behavior', 'ordered_cache_behavior'].map((behaviour) =>
    transit(
      'aws_cloudfront_distribution',
      `${behaviour}.viewer_protocol_policy`,
      ['allow-all'],
      'Set it to `redirect-to-https`.',
    ),
  ),
  transit(
    'aws_cloudfront_distribution',
    'viewer_certificate.minimum_protocol_version',
    ['SSLv3', 'TLSv1', 'TLSv1_2016', 'TLSv1.1_2016'],
    'Set it to `TLSv1.2_2021`.',
  ),
  transit(
    'aws_cloudfront_distribution',
    'origin.custom_origin_config.origin_ssl_protocols',
    ['SSLv3', 'TLSv1', 'TLSv1.1'],
    'Set it to `["TLSv1.2"]`.',
  ),
  transit(
    ['aws_lb_listener', 'aws_alb_listener'],
    'ssl_policy',
    OLD_POLICIES,
    'Set it to `ELBSecurityPolicy-TLS13-1-2-2021-06`.',
  ),
  transit(
    'aws_load_balancer_policy',
    'policy_attribute.value',
    OLD_POLICIES,
    'Take `ELBSecurityPolicy-TLS-1-2-2017-01`.',
  ),
  transit('aws_cloudsearch_domain', 'endpoint_options.enforce_https', [false], SET),
  transit(
    'aws_cloudsearch_domain',
    'endpoint_options.tls_security_policy',
    ['Policy-Min-TLS-1-0-2019-07'],
    'Set it to `Policy-Min-TLS-1-2-2019-07`.',
  ),
  transit('aws_appsync_api_cache', 'transit_encryption_enabled', [false], SET),
  {
    ...transit(
      'aws_docdb_cluster_parameter_group',
      'parameter.value',
      ['disabled'],
      'Set `tls` to `enabled`.',
    ),
    when: { path: 'parameter.name', is: ['tls'] },
  },
  transit('aws_api_gateway_domain_name', 'security_policy', ['TLS_1_0'], 'Set it to `TLS_1_2`.'),
  transit('aws_transfer_server', 'protocols', ['FTP'], 'Leave `FTP` out; `SFTP` and `FTPS` encrypt.'),
  transit(
    'aws_transfer_server',
    'security_policy_name',
    ['TransferSecurityPolicy-2018-11'],
    'Take a current policy, such as `TransferSecurityPolicy-2024-01`.',
  ),
  transit('aws_dms_endpoint', 'ssl_mode', ['none'], 'Set it to `verify-full`.'),
  transit(
    'aws_ecs_task_definition',
    'volume.efs_volume_configuration.transit_encryption',
    ['DISABLED'],
    'Set it to `ENABLED`.',
  ),
  transit('azurerm_storage_account', 'enable_https_traffic_only', [false], SET),
  transit('azurerm_storage_account', 'https_traffic_only_enabled', [false], SET),
  transit(
    [
      'azurerm_storage_account',
      'azurerm_eventhub_namespace',
      'azurerm_servicebus_namespace',
      'azurerm_redis_cache',
    ],
    'min_tls_version',
    OLD,
    'Require version 1.2.',
  ),
  transit(
    [
      'azurerm_redis_cache',
      'azurerm_eventhub_namespace',
      'azurerm_servicebus_namespace',
      'azurerm_mssql_server',
      'azurerm_sql_managed_instance',
      'azurerm_mssql_managed_instance',
    ],
    'minimum_tls_version',
    [...OLD, 'Disabled'],
    'Set it to `1.2`.',
  ),
  transit(
    ['azurerm_postgresql_server', 'azurerm_mysql_server', 'azurerm_mariadb_server'],
    'ssl_minimal_tls_version_enforced',
    [...OLD, 'TLSEnforcementDisabled'],
    'Set it to `TLS1_2`.',
  ),
  transit(WEB_APPS, 'site_config.min_tls_version', OLD, 'Set it to `1.2`.'),
  transit(WEB_APPS, 'site_config.minimum_tls_version', OLD, 'Set it to `1.2`.'),
  transit(WEB_APPS, 'site_config.scm_minimum_tls_version', OLD, 'Set it to `1.2`.'),
  transit(WEB_APPS, 'https_only', [false], SET),
  transit(WEB_APPS, 'site_config.ftps_state', ['AllAllowed'], 'Set it to `Disabled` or `FtpsOnly`.'),
  transit(
    ['azurerm_postgresql_server', 'azurerm_mysql_server', 'azurerm_mariadb_server'],
    'ssl_enforcement_enabled',
    [false],
    SET,
  ),
  transit(
    ['azurerm_postgresql_server', 'azurerm_mysql_server', 'azurerm_mariadb_server'],
    'ssl_enforcement',
    ['Disabled'],
    'Set it to `Enabled`.',
  ),
  transit('azurerm_redis_cache', 'enable_non_ssl_port', [true], 'Set it to `false`.'),
  transit('azurerm_redis_cache', 'non_ssl_port_enabled', [true], 'Set it to `false`.'),
  transit('azurerm_redis_enterprise_database', 'client_protocol', ['Plaintext'], 'Set it to `Encrypted`.'),
  transit('azurerm_iothub', 'min_tls_version', OLD, 'Set it to `1.2`.'),
  transit('azurerm_spring_cloud_app', 'https_only', [false], SET),
  transit(
    'azurerm_application_gateway',
    'ssl_policy.min_protocol_version',
    ['TLSv1_0', 'TLSv1_1'],
    'Set it to `TLSv1_2`.',
  ),
  transit('google_sql_database_instance', 'settings.ip_configuration.require_ssl', [false], SET),
  transit(
    'google_sql_database_instance',
    'settings.ip_configuration.ssl_mode',
    ['ALLOW_UNENCRYPTED_AND_ENCRYPTED'],
    'Set it to `ENCRYPTED_ONLY`.',
  ),
  transit('google_compute_ssl_policy', 'min_tls_version', OLD, 'Set it to `TLS_1_2`.'),
  transit(
    'google_redis_instance',
    'transit_encryption_mode',
    ['DISABLED'],
    'Set it to `SERVER_AUTHENTICATION`.',
  ),
  transit(
    'google_app_engine_domain_mapping',
    'ssl_settings.ssl_management_type',
    ['NONE'],
    'Set it to `AUTOMATIC`.',
  ),
]

export default settingRule(
  {
    title: 'Encryption that Terraform turns off',
    level: 'warning',
    confidence: 'high',
    status: 'stable',
    module: 13,
    cwe: [311, 319, 326],
  },
  [...SETTINGS, ...plainly(ENCRYPTION), ...CLEAR_ELSEWHERE],
)
