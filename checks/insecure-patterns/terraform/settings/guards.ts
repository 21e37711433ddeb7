import { always, audit, type Setting } from '../resources.ts'

const harden = (
  kind: Setting['kind'],
  path: Setting['path'],
  more: Partial<Setting>,
  why: string,
): Setting => ({
  kind,
  path,
  message: `\`{name}\` does without a guard that its provider offers: ${why}.`,
  fix: 'Set `{path}`; where it does not fit, waive the finding with the reason.',
  ...more,
})
const needed = { is: [false], absent: true }
const forbidden = { is: [true] }
const VMS = ['azurerm_linux_virtual_machine', 'azurerm_windows_virtual_machine']
const SCALE_SETS = ['azurerm_linux_virtual_machine_scale_set', 'azurerm_windows_virtual_machine_scale_set']
const WEB_APPS = ['azurerm_app_service', 'azurerm_linux_web_app', 'azurerm_windows_web_app']
const FUNCTION_APPS = ['azurerm_function_app', 'azurerm_linux_function_app', 'azurerm_windows_function_app']
const INSTANCES = [
  'google_compute_instance',
  'google_compute_instance_template',
  'google_compute_region_instance_template',
]
const POOLS = ['google_container_cluster', 'google_container_node_pool']
const METADATA = [
  'aws_instance',
  'aws_launch_template',
  'aws_launch_configuration',
  'aws_spot_instance_request',
]

/** Attributes by the names that the providers' registries have (registry.terraform.io: hashicorp/aws, azurerm and google). */
export const GUARDS: readonly Setting[] = [
  always(
    harden(
      METADATA,
      'metadata_options.http_tokens',
      { absent: true, unless: ['launch_template'] },
      'instance metadata answers requests without a token',
    ),
  ),
  harden(
    METADATA,
    'metadata_options.http_put_response_hop_limit',
    { not: [1, '1'] },
    'containers reach the metadata of the instance',
  ),
  always(
    harden(
      ['aws_kms_key', 'aws_kms_replica_external_key'],
      'enable_key_rotation',
      { ...needed, unless: ['customer_master_key_spec', 'key_usage'] },
      'the key is never rotated',
    ),
  ),
  audit(harden('aws_kms_key', 'is_enabled', { is: [false] }, 'the key is off')),
  audit(
    harden(
      'aws_ecr_repository',
      'image_tag_mutability',
      { is: ['MUTABLE'], absent: true },
      'who pushes can put another image under a tag',
    ),
  ),
  harden('aws_ecr_repository', 'image_scanning_configuration.scan_on_push', needed, 'images are not scanned'),
  audit(
    harden(
      'aws_db_instance',
      'iam_database_authentication_enabled',
      needed,
      'who logs in has a password that does not end',
    ),
  ),
  audit(
    harden(
      ['aws_rds_cluster', 'aws_neptune_cluster'],
      'iam_database_authentication_enabled',
      needed,
      'who logs in has a password that does not end',
    ),
  ),
  audit(
    harden(
      [
        'aws_db_instance',
        'aws_rds_cluster_instance',
        'aws_neptune_cluster_instance',
        'aws_dms_replication_instance',
        'aws_mq_broker',
      ],
      'auto_minor_version_upgrade',
      { is: [false] },
      'fixes are not installed',
    ),
  ),
  harden(
    ['aws_elasticache_replication_group'],
    ['auth_token', 'user_group_ids'],
    { absent: true },
    'who reaches it needs no password',
  ),
  harden('aws_ecs_cluster', 'setting.name', { absent: true }, 'nothing measures its containers'),
  harden(
    'aws_ecs_task_definition',
    'volume.efs_volume_configuration.authorization_config.iam',
    { is: ['DISABLED'] },
    'the file system asks nobody who they are',
  ),
  audit(
    harden(
      'aws_efs_access_point',
      'root_directory.path',
      { absent: true, is: ['/'] },
      'it shows the whole file system',
    ),
  ),
  harden('aws_efs_access_point', 'posix_user', { absent: true }, 'clients say themselves who they are'),
  harden(
    'aws_batch_job_definition',
    'container_properties.privileged',
    forbidden,
    'the container has the rights of its host',
  ),
  audit(
    harden(
      'aws_codebuild_project',
      'environment.privileged_mode',
      forbidden,
      'the container has the rights of its host',
    ),
  ),
  harden('aws_cloudfront_distribution', ['web_acl_id'], { absent: true }, 'no firewall stands before it'),
  harden(
    'aws_cloudfront_distribution',
    ['default_root_object'],
    { absent: true },
    'the list of its files may be shown',
  ),
  harden(
    'aws_cloudfront_distribution',
    'default_cache_behavior.response_headers_policy_id',
    { absent: true },
    'no security headers are added',
  ),
  harden(
    ['aws_lb', 'aws_alb'],
    'drop_invalid_header_fields',
    { ...needed, unless: ['load_balancer_type'] },
    'broken headers are passed on',
  ),
  harden(
    ['aws_lb', 'aws_alb'],
    'drop_invalid_header_fields',
    { ...needed, when: { path: 'load_balancer_type', is: ['application'] } },
    'broken headers are passed on',
  ),
  harden(
    ['aws_lb', 'aws_alb', 'aws_elb'],
    'desync_mitigation_mode',
    { is: ['monitor'] },
    'requests may be smuggled',
  ),
  harden('aws_cloudformation_stack', 'notification_arns', { absent: true }, 'nobody is told of its changes'),
  harden('aws_lambda_function', 'dead_letter_config', { absent: true }, 'failed events are lost'),
  harden(
    'aws_lambda_function',
    'reserved_concurrent_executions',
    { absent: true },
    'callers can use up the whole account',
  ),
  harden('aws_lambda_function', 'vpc_config', { absent: true }, 'it runs outside of your network'),
  harden(
    'aws_lambda_function',
    'code_signing_config_arn',
    { absent: true },
    'code that nobody signed is run',
  ),
  harden(
    'aws_lambda_permission',
    ['source_arn', 'source_account', 'principal_org_id'],
    { absent: true, when: { path: 'principal' } },
    'the service may call it for any account',
  ),
  harden(
    'aws_iam_account_password_policy',
    'minimum_password_length',
    { below: 14, absent: true },
    'passwords may be short',
  ),
  audit(
    harden(
      'aws_iam_account_password_policy',
      'password_reuse_prevention',
      { below: 24, absent: true },
      'old passwords may be used again',
    ),
  ),
  harden('aws_iam_account_password_policy', 'max_password_age', { absent: true }, 'passwords never end'),
  ...[
    'require_lowercase_characters',
    'require_uppercase_characters',
    'require_numbers',
    'require_symbols',
  ].map((path) => harden('aws_iam_account_password_policy', path, needed, 'passwords may be simple')),
  harden(
    'aws_iam_user_policy_attachment',
    'user',
    { forbidden: true },
    'rights are given to a user, not to a group',
  ),
  harden('aws_iam_user_policy', 'user', { forbidden: true }, 'rights are given to a user, not to a group'),
  audit(
    harden(
      'aws_neptune_cluster',
      'iam_database_authentication_enabled',
      needed,
      'who reaches it needs no identity',
    ),
  ),
  harden(
    'aws_sagemaker_notebook_instance',
    'root_access',
    { is: ['Enabled'], absent: true },
    'who uses it is root',
  ),
  harden('aws_sagemaker_notebook_instance', 'subnet_id', { absent: true }, 'it runs outside of your network'),
  harden('aws_ssm_document', 'permissions.account_ids', { is: ['All', 'all'] }, 'everybody can read it'),
  harden(
    'aws_s3_bucket_public_access_block',
    ['block_public_acls'],
    { absent: true },
    'the bucket may become public',
  ),
  harden(
    'aws_s3_bucket_public_access_block',
    ['block_public_policy'],
    { absent: true },
    'the bucket may become public',
  ),
  harden(
    'aws_s3_bucket_public_access_block',
    ['ignore_public_acls'],
    { absent: true },
    'the bucket may become public',
  ),
  harden(
    'aws_s3_bucket_public_access_block',
    ['restrict_public_buckets'],
    { absent: true },
    'the bucket may become public',
  ),
  harden(['aws_security_group'], 'description', { absent: true }, 'nobody knows what it is for'),
  harden(
    ['aws_security_group_rule', 'aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule'],
    'description',
    { absent: true },
    'nobody knows what it is for',
  ),
  harden(
    ['aws_security_group', 'aws_default_security_group'],
    'ingress.description',
    { absent: true, each: true },
    'nobody knows what a rule is for',
  ),
  harden(
    ['aws_security_group', 'aws_default_security_group'],
    'egress.description',
    { absent: true, each: true },
    'nobody knows what a rule is for',
  ),
  harden('aws_elasticache_security_group', 'description', { absent: true }, 'nobody knows what it is for'),
  audit(
    harden(
      'aws_api_gateway_stage',
      'client_certificate_id',
      { absent: true },
      'the backend cannot tell who calls',
    ),
  ),
  audit(
    harden(
      'aws_appsync_graphql_api',
      'authentication_type',
      { is: ['API_KEY'] },
      'a key that clients hold is all that is asked for',
    ),
  ),
  audit(
    harden(
      'aws_cognito_identity_pool',
      'allow_unauthenticated_identities',
      forbidden,
      'who did not log in gets credentials',
    ),
  ),
  audit(
    harden(
      'aws_cognito_user_pool',
      'mfa_configuration',
      { is: ['OFF'], absent: true },
      'a password is enough',
    ),
  ),

  audit(
    harden(
      WEB_APPS,
      ['client_cert_enabled', 'client_certificate_enabled'],
      needed,
      'clients need no certificate',
    ),
  ),
  audit(
    harden(
      FUNCTION_APPS,
      ['client_cert_mode', 'client_certificate_mode', 'client_certificate_enabled'],
      { absent: true },
      'clients need no certificate',
    ),
  ),
  audit(
    harden(
      [...WEB_APPS, ...FUNCTION_APPS],
      ['auth_settings.enabled', 'auth_settings_v2.auth_enabled', 'auth_settings_v2'],
      needed,
      'it asks nobody who they are',
    ),
  ),
  harden(
    [...WEB_APPS, ...FUNCTION_APPS],
    ['identity', 'identity.type'],
    { absent: true },
    'it has to keep passwords of what it uses',
  ),
  harden(
    [...WEB_APPS, ...FUNCTION_APPS],
    'site_config.remote_debugging_enabled',
    forbidden,
    'a debugger may attach',
  ),
  harden(
    [...WEB_APPS, ...FUNCTION_APPS],
    'site_config.cors.allowed_origins',
    { is: ['*'] },
    'every site may read its answers',
  ),
  audit(harden(WEB_APPS, 'site_config.http2_enabled', needed, 'it speaks the old protocol')),
  harden(WEB_APPS, ['site_config.health_check_path'], { absent: true }, 'nobody notices when it hangs'),
  audit(
    harden(
      WEB_APPS,
      ['site_config.dotnet_framework_version'],
      { is: ['v2.0', 'v4.0'] },
      'its framework is old',
    ),
  ),
  harden(
    WEB_APPS,
    ['site_config.php_version'],
    { is: ['5.5', '5.6', '7.0', '7.1', '7.2', '7.3', '7.4'] },
    'its PHP is old',
  ),
  harden(WEB_APPS, ['site_config.python_version'], { is: ['2.7', '3.4'] }, 'its Python is old'),
  harden(WEB_APPS, ['site_config.java_version'], { is: ['1.7', '7'] }, 'its Java is old'),
  harden(WEB_APPS, 'storage_account', { absent: true }, 'its files are on the machine that is thrown away'),
  harden(
    [...VMS, ...SCALE_SETS],
    'disable_password_authentication',
    { is: [false] },
    'a password is enough to log in',
  ),
  harden(
    ['azurerm_virtual_machine', 'azurerm_virtual_machine_scale_set'],
    'os_profile_linux_config.disable_password_authentication',
    { is: [false] },
    'a password is enough to log in',
  ),
  audit(
    harden(
      VMS,
      'allow_extension_operations',
      { is: [true], absent: true },
      'extensions run what they like on it',
    ),
  ),
  harden(
    ['azurerm_windows_virtual_machine', 'azurerm_windows_virtual_machine_scale_set'],
    ['enable_automatic_updates', 'automatic_updates_enabled'],
    { is: [false] },
    'fixes are not installed',
  ),
  audit(
    harden(
      SCALE_SETS,
      ['automatic_os_upgrade_policy', 'automatic_os_upgrade_policy.enable_automatic_os_upgrade'],
      needed,
      'fixes are not installed',
    ),
  ),
  harden(
    'azurerm_kubernetes_cluster',
    ['role_based_access_control_enabled', 'role_based_access_control.enabled'],
    { is: [false] },
    'everybody with access may do everything',
  ),
  harden(
    'azurerm_kubernetes_cluster',
    'local_account_disabled',
    needed,
    'an account that all share is left on',
  ),
  harden(
    'azurerm_kubernetes_cluster',
    ['network_profile.network_policy', 'addon_profile.azure_policy'],
    { absent: true },
    'every pod reaches every other',
  ),
  audit(
    harden(
      'azurerm_kubernetes_cluster',
      ['azure_policy_enabled', 'addon_profile.azure_policy.enabled'],
      needed,
      'no policy is enforced',
    ),
  ),
  harden(
    'azurerm_kubernetes_cluster',
    ['addon_profile.kube_dashboard.enabled'],
    forbidden,
    'the dashboard has rights of its own',
  ),
  harden(
    'azurerm_kubernetes_cluster',
    ['automatic_channel_upgrade', 'automatic_upgrade_channel'],
    { absent: true },
    'fixes are not installed',
  ),
  audit(
    harden(
      'azurerm_kubernetes_cluster',
      'sku_tier',
      { is: ['Free'], absent: true },
      'nobody promises that its control plane answers',
    ),
  ),
  audit(
    harden(
      'azurerm_kubernetes_cluster',
      'key_vault_secrets_provider.secret_rotation_enabled',
      needed,
      'secrets are not rotated',
    ),
  ),
  harden('azurerm_container_registry', 'admin_enabled', forbidden, 'an account that all share is on'),
  harden('azurerm_container_registry', 'anonymous_pull_enabled', forbidden, 'everybody can take its images'),
  audit(
    harden(
      'azurerm_container_registry',
      ['trust_policy.enabled', 'trust_policy_enabled'],
      needed,
      'images that nobody signed are taken',
    ),
  ),
  audit(
    harden(
      'azurerm_container_registry',
      ['quarantine_policy_enabled'],
      needed,
      'images are taken before they were scanned',
    ),
  ),
  audit(
    harden(
      'azurerm_container_registry',
      ['retention_policy.enabled', 'retention_policy_in_days'],
      { absent: true, is: [false] },
      'old images stay for ever',
    ),
  ),
  harden(
    'azurerm_cosmosdb_account',
    'access_key_metadata_writes_enabled',
    { is: [true], absent: true },
    'who has a key may change the account',
  ),
  audit(
    harden(
      'azurerm_cosmosdb_account',
      'local_authentication_disabled',
      { is: [false], absent: true },
      'a key that does not end is enough',
    ),
  ),
  audit(
    harden(
      [
        'azurerm_cognitive_account',
        'azurerm_search_service',
        'azurerm_eventhub_namespace',
        'azurerm_servicebus_namespace',
        'azurerm_automation_account',
        'azurerm_app_configuration',
        'azurerm_eventgrid_topic',
        'azurerm_eventgrid_domain',
      ],
      ['local_auth_enabled', 'local_authentication_enabled'],
      { is: [true], absent: true },
      'a key that does not end is enough',
    ),
  ),
  harden(
    [
      'azurerm_servicebus_namespace',
      'azurerm_eventhub_namespace',
      'azurerm_data_factory',
      'azurerm_search_service',
      'azurerm_cognitive_account',
      'azurerm_iothub',
      'azurerm_automation_account',
      'azurerm_logic_app_standard',
      'azurerm_container_group',
      'azurerm_kusto_cluster',
      'azurerm_spring_cloud_app',
      'azurerm_eventgrid_domain',
      'azurerm_eventgrid_topic',
      'azurerm_api_management',
    ],
    'identity',
    { absent: true },
    'it has to keep passwords of what it uses',
  ),
  harden(
    ['azurerm_key_vault_key', 'azurerm_key_vault_secret'],
    'expiration_date',
    { absent: true },
    'it never ends',
  ),
  audit(harden('azurerm_key_vault_key', 'key_type', { is: ['RSA', 'EC'] }, 'no hardware keeps it')),
  harden('azurerm_key_vault_key', 'rotation_policy', { absent: true }, 'the key is never rotated'),
  harden('azurerm_key_vault_secret', 'content_type', { absent: true }, 'nobody knows what it is'),
  harden(
    'azurerm_key_vault_certificate',
    ['certificate_policy.x509_certificate_properties.validity_in_months'],
    { absent: true, unless: ['certificate'] },
    'it is not said when it ends',
  ),
  harden(
    'azurerm_managed_disk',
    ['network_access_policy'],
    { is: ['AllowAll'], absent: true },
    'the disk can be exported from anywhere',
  ),
  harden(
    'azurerm_api_management',
    ['virtual_network_configuration'],
    { absent: true },
    'it runs outside of your network',
  ),
  audit(
    harden('azurerm_api_management', ['client_certificate_enabled'], needed, 'clients need no certificate'),
  ),
  harden(
    'azurerm_api_management_backend',
    ['tls.validate_certificate_chain'],
    { is: [false] },
    'any certificate is accepted',
  ),
  harden(
    'azurerm_frontdoor',
    'web_application_firewall_policy_link_id',
    { absent: true },
    'no firewall stands before it',
  ),
  harden(
    'azurerm_frontdoor',
    'frontend_endpoint.web_application_firewall_policy_link_id',
    { absent: true },
    'no firewall stands before it',
  ),
  harden(
    'azurerm_application_gateway',
    ['waf_configuration', 'firewall_policy_id'],
    { absent: true },
    'no firewall stands before it',
  ),
  harden(
    ['azurerm_web_application_firewall_policy', 'azurerm_frontdoor_firewall_policy'],
    ['policy_settings.mode', 'mode'],
    { is: ['Detection'] },
    'the firewall only looks on',
  ),
  harden(
    ['azurerm_web_application_firewall_policy', 'azurerm_frontdoor_firewall_policy'],
    ['policy_settings.enabled', 'enabled'],
    { is: [false] },
    'the firewall is off',
  ),
  harden(
    'azurerm_redis_cache',
    ['redis_configuration.enable_authentication', 'redis_configuration.authentication_enabled'],
    { is: [false] },
    'who reaches it needs no password',
  ),
  harden(
    'azurerm_service_fabric_cluster',
    ['azure_active_directory.tenant_id'],
    { absent: true },
    'it asks nobody who they are',
  ),
  harden('azurerm_spring_cloud_service', ['network'], { absent: true }, 'it runs outside of your network'),
  audit(
    harden(
      'azurerm_synapse_workspace',
      ['managed_virtual_network_enabled', 'data_exfiltration_protection_enabled'],
      needed,
      'data may leave it to anywhere',
    ),
  ),
  audit(
    harden(
      'azurerm_synapse_workspace',
      'data_exfiltration_protection_enabled',
      needed,
      'data may leave it to anywhere',
    ),
  ),
  audit(
    harden(
      'azurerm_batch_account',
      'storage_account_authentication_mode',
      { is: ['StorageKeys'] },
      'a key that does not end is enough',
    ),
  ),
  audit(
    harden(
      ['azurerm_storage_account'],
      ['shared_access_key_enabled'],
      { is: [true], absent: true },
      'a key that does not end is enough',
    ),
  ),
  harden(
    ['azurerm_storage_account'],
    ['allow_nested_items_to_be_public', 'allow_blob_public_access'],
    { is: [true], absent: true },
    'containers of it may be made public',
  ),
  harden(
    ['azurerm_storage_account'],
    ['cross_tenant_replication_enabled'],
    { is: [true], absent: true },
    'data may be copied to other tenants',
  ),
  audit(
    harden(
      ['azurerm_storage_account'],
      ['local_user_enabled'],
      { is: [true] },
      'users with passwords may log in',
    ),
  ),
  harden(
    ['azurerm_storage_account'],
    ['sas_policy.expiration_period', 'sas_policy'],
    { absent: true },
    'signed addresses may never end',
  ),
  audit(
    harden(['azurerm_storage_account'], 'account_replication_type', { is: ['LRS'] }, 'one place holds all'),
  ),
  harden(
    'azurerm_storage_account',
    ['network_rules.bypass'],
    { not: ['AzureServices', 'Logging', 'Metrics'], when: { path: 'network_rules.bypass' } },
    'trusted services are kept out',
  ),
  harden(
    'azurerm_mssql_server',
    ['azuread_administrator', 'azuread_administrator.login_username'],
    { absent: true },
    'who logs in has a password that does not end',
  ),
  audit(
    harden(
      ['azurerm_mssql_database', 'azurerm_mysql_flexible_server', 'azurerm_postgresql_flexible_server'],
      ['zone_redundant', 'high_availability'],
      { absent: true, is: [false] },
      'one place holds all',
    ),
  ),
  harden(
    'azurerm_linux_virtual_machine',
    'secure_boot_enabled',
    needed,
    'it starts whatever lies on its disk',
  ),
  harden(
    'azurerm_windows_virtual_machine',
    'secure_boot_enabled',
    needed,
    'it starts whatever lies on its disk',
  ),
  harden(
    'azurerm_databricks_workspace',
    'custom_parameters.no_public_ip',
    needed,
    'its machines have public addresses',
  ),

  harden(
    INSTANCES,
    ['shielded_instance_config.enable_vtpm'],
    { is: [false] },
    'it starts whatever lies on its disk',
  ),
  harden(
    INSTANCES,
    ['shielded_instance_config.enable_integrity_monitoring'],
    { is: [false] },
    'it starts whatever lies on its disk',
  ),
  harden(INSTANCES, ['shielded_instance_config'], { absent: true }, 'it starts whatever lies on its disk'),
  harden(
    INSTANCES,
    ['shielded_instance_config.enable_secure_boot'],
    { is: [false] },
    'it starts whatever lies on its disk',
  ),
  harden(
    INSTANCES,
    'metadata.serial-port-enable',
    { is: [true, 'TRUE', '1'] },
    'its console is open to who has a key',
  ),
  harden(
    [...INSTANCES, 'google_compute_project_metadata'],
    'metadata.enable-oslogin',
    { is: [false, 'FALSE'] },
    'keys are not tied to people',
  ),
  harden(
    'google_compute_project_metadata',
    'metadata.enable-oslogin',
    { absent: true },
    'keys are not tied to people',
  ),
  harden(
    'google_compute_project_metadata_item',
    'value',
    { is: [false, 'FALSE'], when: { path: 'key', is: ['enable-oslogin'] } },
    'keys are not tied to people',
  ),
  harden(
    INSTANCES,
    'metadata.block-project-ssh-keys',
    { is: [false], absent: true },
    'every key of the project opens it',
  ),
  harden(
    INSTANCES,
    ['service_account.email'],
    { absent: true, when: { path: 'service_account' } },
    'it has the rights of the default account',
  ),
  harden(
    INSTANCES,
    ['service_account.scopes'],
    {
      is: ['cloud-platform', 'https://www.googleapis.com/auth/cloud-platform'],
      unless: ['service_account.email'],
    },
    'it has every right of the default account',
  ),
  audit(
    harden(
      INSTANCES,
      ['confidential_instance_config.enable_confidential_compute'],
      { is: [false] },
      'its memory is not encrypted',
    ),
  ),
  harden('google_container_cluster', 'enable_legacy_abac', forbidden, 'old rules of access are on'),
  harden('google_container_cluster', 'enable_shielded_nodes', { is: [false] }, 'a node may be somebody else'),
  audit(
    harden('google_container_cluster', 'enable_kubernetes_alpha', forbidden, 'unfinished features are on'),
  ),
  audit(
    harden(
      'google_container_cluster',
      'enable_binary_authorization',
      { is: [false] },
      'images that nobody signed are run',
    ),
  ),
  audit(
    harden(
      'google_container_cluster',
      ['binary_authorization.evaluation_mode', 'enable_binary_authorization', 'binary_authorization'],
      { absent: true, is: ['DISABLED'] },
      'images that nobody signed are run',
    ),
  ),
  harden(
    'google_container_cluster',
    ['network_policy.enabled', 'datapath_provider', 'enable_autopilot'],
    { absent: true, is: [false, 'DATAPATH_PROVIDER_UNSPECIFIED'] },
    'every pod reaches every other',
  ),
  audit(
    harden(
      'google_container_cluster',
      ['pod_security_policy_config.enabled'],
      needed,
      'no policy keeps pods within bounds',
    ),
  ),
  harden(
    'google_container_cluster',
    'authenticator_groups_config.security_group',
    { absent: true },
    'rights are given to people, not to groups',
  ),
  harden('google_container_cluster', ['resource_labels'], { absent: true }, 'nobody knows whose it is'),
  harden(
    'google_container_cluster',
    ['ip_allocation_policy'],
    { absent: true },
    'addresses of pods are routes',
  ),
  harden(
    'google_container_cluster',
    ['release_channel', 'min_master_version'],
    { absent: true },
    'fixes are not installed',
  ),
  audit(
    harden(
      'google_container_cluster',
      'master_auth.client_certificate_config.issue_client_certificate',
      forbidden,
      'a certificate that cannot be taken back is issued',
    ),
  ),
  harden(
    'google_container_cluster',
    'master_auth.username',
    { not: [''], when: { path: 'master_auth.username' } },
    'a password is enough',
  ),
  harden(
    POOLS,
    [
      'node_config.workload_metadata_config.mode',
      'node_config.workload_metadata_config.node_metadata',
      'workload_identity_config',
    ],
    { absent: true, is: ['EXPOSE', 'GCE_METADATA', 'UNSPECIFIED'], when: { path: 'node_config' } },
    'pods reach the rights of their node',
  ),
  harden(
    'google_container_cluster',
    ['workload_identity_config', 'node_config.workload_metadata_config'],
    { absent: true },
    'pods reach the rights of their node',
  ),
  harden(
    POOLS,
    'node_config.shielded_instance_config.enable_secure_boot',
    { ...needed, when: { path: 'node_config' } },
    'a node starts whatever lies on its disk',
  ),
  harden(
    POOLS,
    'node_config.shielded_instance_config.enable_integrity_monitoring',
    { is: [false] },
    'a node starts whatever lies on its disk',
  ),
  harden(
    POOLS,
    'node_config.service_account',
    { absent: true, when: { path: 'node_config' } },
    'nodes have the rights of the default account',
  ),
  harden(
    POOLS,
    'node_config.image_type',
    { not: ['COS_CONTAINERD', 'cos_containerd', 'COS', 'cos'] },
    'nodes have more on them than they need',
  ),
  audit(harden('google_container_node_pool', 'management.auto_repair', needed, 'broken nodes stay')),
  harden('google_container_node_pool', 'management.auto_upgrade', needed, 'fixes are not installed'),
  harden(
    ['google_kms_crypto_key'],
    'rotation_period',
    { absent: true, unless: ['purpose'] },
    'the key is never rotated',
  ),
  harden(
    ['google_dns_managed_zone'],
    ['dnssec_config.state'],
    { is: ['off'], absent: true, unless: ['private_visibility_config', 'visibility'] },
    'answers are not signed',
  ),
  harden(
    ['google_dns_managed_zone'],
    'dnssec_config.default_key_specs.algorithm',
    { is: ['rsasha1'] },
    'signatures are made with SHA-1',
  ),
  harden('google_redis_instance', 'auth_enabled', needed, 'who reaches it needs no password'),
  harden(
    'google_sql_database_instance',
    'settings.database_flags.value',
    {
      is: ['on'],
      when: {
        path: 'settings.database_flags.name',
        is: [
          'local_infile',
          'cross db ownership chaining',
          'contained database authentication',
          'external scripts enabled',
          'remote access',
          '3625',
        ],
      },
    },
    'an unsafe flag is on',
  ),
  harden(
    'google_storage_bucket',
    ['uniform_bucket_level_access', 'bucket_policy_only'],
    needed,
    'single files can be made public',
  ),
  audit(
    harden(
      'google_storage_bucket',
      'public_access_prevention',
      { is: ['inherited'], absent: true },
      'it may be made public',
    ),
  ),
  harden('google_compute_security_policy', 'rule', { absent: true }, 'the firewall has no rules'),
  harden(
    'google_cloudfunctions_function',
    'https_trigger_security_level',
    { is: ['SECURE_OPTIONAL'] },
    'it answers without TLS',
  ),
  always(
    harden(
      'google_iam_workload_identity_pool_provider',
      'attribute_condition',
      {
        absent: true,
        when: { path: 'oidc.issuer_uri', is: ['https://token.actions.githubusercontent.com'] },
      },
      'workflows of every repository on GitHub get in',
    ),
  ),
  harden(
    'oci_core_instance',
    'instance_options.are_legacy_imds_endpoints_disabled',
    { is: [false] },
    'instance metadata answers requests without a token',
  ),
  harden(
    ['github_branch_protection', 'github_branch_protection_v3'],
    ['allows_force_pushes', 'allow_force_pushes'],
    { is: [true] },
    'what was reviewed can be written over',
  ),
  harden('github_repository', 'vulnerability_alerts', { is: [false] }, 'nobody is told of holes'),
  harden(
    'google_iam_workload_identity_pool_provider',
    'attribute_condition',
    { absent: true },
    'everybody of the provider gets in',
  ),
  harden(
    'google_workstations_workstation_config',
    'host.gce_instance.disable_public_ip_addresses',
    needed,
    'it has a public address',
  ),
]
