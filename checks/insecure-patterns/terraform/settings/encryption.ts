import { always, audit, type Setting } from '../resources.ts'

const rest = (kind: Setting['kind'], path: Setting['path'], unless: readonly string[] = []): Setting => ({
  kind,
  path,
  absent: true,
  unless,
  message: 'What `{name}` stores is not encrypted, or not by what stands here: `{path}` is left out.',
  fix: 'Set `{path}`. For most stores that means a new one: plan the move.',
})
const transit = (
  kind: Setting['kind'],
  path: Setting['path'],
  fix: string,
  more: Pick<Setting, 'is' | 'not' | 'when' | 'unless'> = {},
): Setting => ({
  kind,
  path,
  absent: true,
  ...more,
  message:
    'What goes to `{name}` may go there without TLS, or with an old version of it: `{path}` does not ask for it.',
  fix,
})
const DOMAINS = ['aws_elasticsearch_domain', 'aws_opensearch_domain']
const WEB_APPS = [
  'azurerm_app_service',
  'azurerm_function_app',
  'azurerm_linux_web_app',
  'azurerm_windows_web_app',
  'azurerm_linux_function_app',
  'azurerm_windows_function_app',
  'azurerm_app_service_slot',
  'azurerm_function_app_slot',
  'azurerm_linux_web_app_slot',
  'azurerm_windows_web_app_slot',
  'azurerm_linux_function_app_slot',
  'azurerm_windows_function_app_slot',
]
/** What is made of another one takes its encryption over. */
const COPY = [
  'replicate_source_db',
  'snapshot_identifier',
  'replication_source_identifier',
  'global_cluster_identifier',
  'restore_to_point_in_time',
  'snapshot_id',
]

/** Attributes by the names that the providers' registries have (registry.terraform.io: hashicorp/aws, azurerm and google). */
export const ENCRYPTION: readonly Setting[] = [
  {
    ...rest('aws_athena_workgroup', 'configuration.enforce_workgroup_configuration'),
    is: [false],
    absent: false,
  },
  audit({ ...rest('azurerm_automation_variable_string', 'encrypted'), is: [false] }),
  ...['s3_bucket_encryption_enabled', 'cloud_watch_encryption_enabled'].map((path): Setting => ({
    ...rest('aws_ecs_cluster', `configuration.execute_command_configuration.log_configuration.${path}`),
    is: [false],
    absent: false,
  })),
  { ...transit('azurerm_cdn_endpoint', 'is_http_allowed', 'Set it to `false`.', { is: [true] }) },
  audit({
    ...transit('azurerm_frontdoor', 'routing_rule.accepted_protocols', 'Accept `Https` alone.', {
      is: ['Http'],
    }),
    absent: false,
  }),
  always(
    rest(
      [
        'aws_db_instance',
        'aws_rds_cluster',
        'aws_rds_global_cluster',
        'aws_docdb_cluster',
        'aws_neptune_cluster',
      ],
      'storage_encrypted',
      COPY,
    ),
  ),
  always(rest('aws_ebs_volume', 'encrypted', COPY)),
  rest('aws_redshift_cluster', 'encrypted', COPY),
  always(rest(['aws_ebs_snapshot_copy', 'aws_ami_copy', 'aws_efs_file_system'], 'encrypted')),
  always(rest('aws_dax_cluster', 'server_side_encryption.enabled')),
  always(
    rest('aws_elasticache_replication_group', 'at_rest_encryption_enabled', ['global_replication_group_id']),
  ),
  always(rest(DOMAINS, 'encrypt_at_rest.enabled')),
  always(rest('aws_kinesis_stream', ['encryption_type', 'kms_key_id'])),
  rest('aws_kinesis_firehose_delivery_stream', 'server_side_encryption', ['kinesis_source_configuration']),
  rest('aws_sns_topic', 'kms_master_key_id'),
  rest('aws_athena_workgroup', [
    'configuration.result_configuration.encryption_configuration',
    'configuration.managed_query_results_configuration',
  ]),
  rest('aws_athena_database', 'encryption_configuration'),
  always(rest('aws_workspaces_workspace', 'user_volume_encryption_enabled')),
  always(rest('aws_workspaces_workspace', 'root_volume_encryption_enabled')),
  rest('aws_sagemaker_endpoint_configuration', 'kms_key_arn'),
  rest('aws_sagemaker_notebook_instance', 'kms_key_id'),
  rest('aws_glue_security_configuration', 'encryption_configuration.s3_encryption.kms_key_arn'),
  rest(['aws_glue_crawler', 'aws_glue_job', 'aws_glue_dev_endpoint'], 'security_configuration'),
  rest(
    ['aws_instance', 'aws_launch_configuration', 'aws_spot_instance_request'],
    'root_block_device.encrypted',
    ['launch_template'],
  ),
  rest('aws_emr_cluster', 'security_configuration'),
  { ...rest('aws_api_gateway_method_settings', 'settings.cache_data_encrypted'), is: [false] },
  rest('aws_appsync_api_cache', 'at_rest_encryption_enabled'),
  audit(rest('aws_storagegateway_nfs_file_share', 'kms_encrypted')),
  rest('azurerm_kusto_cluster', ['disk_encryption_enabled', 'enable_disk_encryption']),
  audit({
    ...rest('azurerm_kusto_cluster', ['double_encryption_enabled', 'enable_double_encryption']),
    is: [false],
  }),
  audit({
    ...rest(
      ['azurerm_postgresql_server', 'azurerm_mysql_server', 'azurerm_storage_account'],
      ['infrastructure_encryption_enabled'],
    ),
    is: [false],
  }),
  audit({
    ...rest(
      [
        'azurerm_linux_virtual_machine',
        'azurerm_windows_virtual_machine',
        'azurerm_linux_virtual_machine_scale_set',
        'azurerm_windows_virtual_machine_scale_set',
      ],
      ['encryption_at_host_enabled'],
    ),
    is: [false],
  }),
  audit(rest(['azurerm_virtual_machine_scale_set'], 'encryption_at_host_enabled')),
  { ...rest('azurerm_mssql_database', 'transparent_data_encryption_enabled'), is: [false], absent: false },
  always(
    transit('aws_elasticache_replication_group', 'transit_encryption_enabled', 'Set it to `true`.', {
      unless: ['global_replication_group_id'],
    }),
  ),
  transit('aws_dax_cluster', 'cluster_endpoint_encryption_type', 'Set it to `TLS`.', { is: ['NONE'] }),
  always(transit(DOMAINS, 'node_to_node_encryption.enabled', 'Set it to `true`.')),
  always(transit(DOMAINS, 'domain_endpoint_options.enforce_https', 'Set it to `true`.')),
  transit(
    DOMAINS,
    'domain_endpoint_options.tls_security_policy',
    'Set it to `Policy-Min-TLS-1-2-PFS-2023-10`.',
  ),
  transit('aws_msk_cluster', 'encryption_info', 'Say it: `client_broker = "TLS"`.'),
  transit(
    'aws_cloudfront_distribution',
    'viewer_certificate.minimum_protocol_version',
    'Set it to `TLSv1.2_2021`, with a certificate of your own.',
  ),
  audit(
    transit(
      'aws_cloudfront_distribution',
      'viewer_certificate.cloudfront_default_certificate',
      'Use a certificate of your own with `minimum_protocol_version = "TLSv1.2_2021"`.',
      { is: [true], unless: ['viewer_certificate.minimum_protocol_version'] },
    ),
  ),
  always(
    transit(
      ['aws_lb_listener', 'aws_alb_listener'],
      'ssl_policy',
      'Set it to `ELBSecurityPolicy-TLS13-1-2-2021-06`.',
      { when: { path: 'protocol', is: ['HTTPS', 'TLS'] } },
    ),
  ),
  {
    ...transit(['aws_lb_listener', 'aws_alb_listener'], 'protocol', 'Set it to `HTTPS`, or redirect to it.', {
      is: ['HTTP'],
      unless: ['default_action.redirect'],
    }),
    absent: false,
  },
  audit({
    ...transit('aws_elb', 'listener.lb_protocol', 'Use `https` or `ssl`.', {
      is: ['http', 'HTTP', 'tcp', 'TCP'],
    }),
    absent: false,
  }),
  transit('aws_api_gateway_domain_name', 'security_policy', 'Set it to `TLS_1_2`.'),
  {
    ...transit(
      'aws_redshift_parameter_group',
      'parameter.name',
      'Add the parameter `require_ssl` with `true`.',
    ),
    includes: ['require_ssl'],
  },
  {
    ...transit('aws_redshift_parameter_group', 'parameter.value', 'Set `require_ssl` to `true`.', {
      is: [false],
      when: { path: 'parameter.name', is: ['require_ssl'] },
    }),
    absent: false,
  },
  always(
    transit(
      'aws_transfer_server',
      'security_policy_name',
      'Take a current policy, such as `TransferSecurityPolicy-2024-01`.',
    ),
  ),
  always(
    transit(
      'aws_ecs_task_definition',
      'volume.efs_volume_configuration.transit_encryption',
      'Set it to `ENABLED`.',
      { when: { path: 'volume.efs_volume_configuration' } },
    ),
  ),
  transit('azurerm_storage_account', ['min_tls_version'], 'Set it to `TLS1_2`.'),
  transit(['azurerm_mssql_server'], 'minimum_tls_version', 'Set it to `1.2`.'),
  transit(['azurerm_redis_cache'], 'minimum_tls_version', 'Set it to `1.2`.'),
  transit(
    ['azurerm_eventhub_namespace', 'azurerm_servicebus_namespace'],
    'minimum_tls_version',
    'Set it to `1.2`.',
  ),
  transit(
    ['azurerm_postgresql_server', 'azurerm_mysql_server', 'azurerm_mariadb_server'],
    'ssl_minimal_tls_version_enforced',
    'Set it to `TLS1_2`.',
  ),
  transit(
    ['azurerm_postgresql_server', 'azurerm_mysql_server', 'azurerm_mariadb_server'],
    ['ssl_enforcement_enabled', 'ssl_enforcement'],
    'Set it to `true`.',
  ),
  always(transit(WEB_APPS, 'https_only', 'Set it to `true`.')),
  transit(WEB_APPS, 'site_config.ftps_state', 'Set it to `Disabled`.', { is: ['AllAllowed'] }),
  audit(transit(WEB_APPS, 'site_config.http2_enabled', 'Set it to `true`.', { is: [false] })),
  transit(
    'google_sql_database_instance',
    ['settings.ip_configuration.require_ssl', 'settings.ip_configuration.ssl_mode'],
    'Set `ssl_mode` to `ENCRYPTED_ONLY`.',
    { unless: ['master_instance_name'] },
  ),
  always(transit('google_compute_ssl_policy', 'min_tls_version', 'Set it to `TLS_1_2`.', { unless: [] })),
  audit(
    transit('google_compute_ssl_policy', 'profile', 'Set it to `MODERN` or `RESTRICTED`.', {
      is: ['COMPATIBLE'],
    }),
  ),
  {
    ...transit(
      'google_compute_ssl_policy',
      'custom_features',
      'Take ciphers with forward secrecy and authenticated encryption alone.',
      {
        is: [
          'TLS_RSA_WITH_AES_128_GCM_SHA256',
          'TLS_RSA_WITH_AES_256_GCM_SHA384',
          'TLS_RSA_WITH_AES_128_CBC_SHA',
          'TLS_RSA_WITH_AES_256_CBC_SHA',
          'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
        ],
      },
    ),
    absent: false,
  },
  transit('google_redis_instance', 'transit_encryption_mode', 'Set it to `SERVER_AUTHENTICATION`.'),
  transit(
    [
      'google_compute_target_https_proxy',
      'google_compute_target_ssl_proxy',
      'google_compute_region_target_https_proxy',
    ],
    'ssl_policy',
    'Give it a policy with `min_tls_version = "TLS_1_2"`.',
  ),
]
