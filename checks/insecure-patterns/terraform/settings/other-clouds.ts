import type { Setting } from '../resources.ts'

const EVERYBODY = ['0.0.0.0/0', '::/0', '0.0.0.0']
const PUBLIC = ['public-read', 'public-read-write', 'authenticated-read']

const open = (kind: Setting['kind'], path: Setting['path'], is: Setting['is'], what: string): Setting => ({
  kind,
  path,
  ...(is && { is }),
  message: `\`{name}\` ${what}.`,
  fix: 'Name the networks and accounts that need it.',
})
const clear = (kind: Setting['kind'], path: Setting['path'], is: Setting['is'], fix: string): Setting => ({
  kind,
  path,
  ...(is && { is }),
  message: 'What `{name}` keeps or sends is not encrypted, or in a way that is broken.',
  fix,
})

/** Data of smaller clouds that is open, by the names of the providers' pages on registry.terraform.io. */
export const OPEN_ELSEWHERE: readonly Setting[] = [
  open(
    [
      'alicloud_oss_bucket',
      'alicloud_oss_bucket_acl',
      'digitalocean_spaces_bucket',
      'digitalocean_spaces_bucket_object',
      'linode_object_storage_bucket',
      'linode_object_storage_object',
      'scaleway_object_bucket',
      'scaleway_object_bucket_acl',
      'tencentcloud_cos_bucket',
      'yandex_storage_bucket',
      'yandex_storage_object',
      'huaweicloud_obs_bucket',
      'vultr_object_storage_bucket',
    ],
    'acl',
    PUBLIC,
    'can be read by everybody',
  ),
  open(
    'oci_objectstorage_bucket',
    'access_type',
    ['ObjectRead', 'ObjectReadWithoutList'],
    'can be read by everybody',
  ),
  open(
    [
      'alicloud_db_instance',
      'alicloud_mongodb_instance',
      'alicloud_kvstore_instance',
      'alicloud_polardb_cluster',
    ],
    ['security_ips', 'security_ip_list', 'db_cluster_ip_array.security_ips'],
    EVERYBODY,
    'takes connections from the whole internet',
  ),
  open(
    ['mongodbatlas_project_ip_access_list', 'mongodbatlas_project_ip_whitelist'],
    ['cidr_block', 'ip_address'],
    EVERYBODY,
    'lets the whole internet reach the database',
  ),
  open(
    'digitalocean_database_firewall',
    'rule.value',
    EVERYBODY,
    'lets the whole internet reach the database',
  ),
  open(
    ['aiven_pg', 'aiven_mysql', 'aiven_redis', 'aiven_kafka', 'aiven_opensearch', 'aiven_valkey'],
    [
      'pg_user_config.ip_filter',
      'mysql_user_config.ip_filter',
      'redis_user_config.ip_filter',
      'kafka_user_config.ip_filter',
      'opensearch_user_config.ip_filter',
      'valkey_user_config.ip_filter',
    ],
    EVERYBODY,
    'takes connections from the whole internet',
  ),
  open('scaleway_rdb_acl', 'acl_rules.ip', EVERYBODY, 'lets the whole internet reach the database'),
  open(
    'yandex_mdb_postgresql_cluster',
    'host.assign_public_ip',
    [true],
    'has an address that the internet reaches',
  ),
  open(
    'yandex_mdb_mysql_cluster',
    'host.assign_public_ip',
    [true],
    'has an address that the internet reaches',
  ),
  open('snowflake_network_policy', 'allowed_ip_list', EVERYBODY, 'lets the whole internet in'),
]

/** The same for encryption. */
export const CLEAR_ELSEWHERE: readonly Setting[] = [
  clear(
    ['alicloud_disk', 'alicloud_ecs_disk', 'alicloud_instance'],
    ['encrypted', 'system_disk_encrypted'],
    [false],
    'Set it to `true`.',
  ),
  clear('tencentcloud_cbs_storage', 'encrypt', [false], 'Set it to `true`.'),
  clear(['alicloud_db_instance', 'alicloud_mongodb_instance'], 'ssl_action', ['Close'], 'Set it to `Open`.'),
  clear('alicloud_slb_tls_cipher_policy', 'tls_versions', ['TLSv1.0', 'TLSv1.1'], 'Leave them out.'),
  clear('alicloud_alb_security_policy', 'tls_versions', ['TLSv1.0', 'TLSv1.1'], 'Leave them out.'),
  clear('linode_instance', 'disk_encryption', ['disabled'], 'Set it to `enabled`.'),
  clear(
    'oci_core_instance',
    'launch_options.is_pv_encryption_in_transit_enabled',
    [false],
    'Set it to `true`.',
  ),
  clear(
    ['cloudflare_zone_settings_override'],
    'settings.ssl',
    ['off', 'flexible'],
    'Set it to `strict`: the way to your server is open otherwise.',
  ),
  clear('cloudflare_zone_settings_override', 'settings.min_tls_version', ['1.0', '1.1'], 'Set it to `1.2`.'),
  clear('cloudflare_zone_settings_override', 'settings.always_use_https', ['off'], 'Set it to `on`.'),
  clear(
    ['mongodbatlas_cluster', 'mongodbatlas_advanced_cluster'],
    'advanced_configuration.minimum_enabled_tls_protocol',
    ['TLS1_0', 'TLS1_1'],
    'Set it to `TLS1_2`.',
  ),
  clear('gitlab_project_hook', 'enable_ssl_verification', [false], 'Set it to `true`.'),
  clear(
    ['github_repository_webhook', 'github_organization_webhook'],
    'configuration.insecure_ssl',
    [true, '1'],
    'Set it to `false`.',
  ),
  clear('fastly_service_vcl', 'backend.ssl_check_cert', [false], 'Set it to `true`.'),
]
