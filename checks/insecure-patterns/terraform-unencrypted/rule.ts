import { defineRule } from '../../../src/model/index.ts'
import {
  mistakesIn,
  type Setting,
  TERRAFORM,
  terraformOptions,
  wrongSettings,
} from '../terraform/resources.ts'

const rest = (kind: string, path: readonly string[]): Setting => ({
  kind,
  path,
  is: [false],
  message: 'What `{name}` stores is not encrypted.',
  fix: 'Set it to `true`. For most stores that means a new one: plan the move.',
})
const transit = (kind: string, path: readonly string[], is: Setting['is'], fix: string): Setting => ({
  kind,
  path,
  is,
  message: 'What goes to `{name}` may go there without TLS, or with a version of it that is broken.',
  fix,
})

/** Attributes as the providers document them: registry.terraform.io, hashicorp/aws, azurerm and google. */
const SETTINGS: readonly Setting[] = [
  ...['aws_db_instance', 'aws_rds_cluster', 'aws_docdb_cluster', 'aws_neptune_cluster'].map((kind) =>
    rest(kind, ['storage_encrypted']),
  ),
  ...['aws_ebs_volume', 'aws_efs_file_system', 'aws_redshift_cluster', 'aws_dax_cluster'].map((kind) =>
    rest(kind, ['encrypted']),
  ),
  rest('aws_instance', ['root_block_device', 'encrypted']),
  rest('aws_instance', ['ebs_block_device', 'encrypted']),
  rest('aws_launch_template', ['block_device_mappings', 'ebs', 'encrypted']),
  rest('aws_elasticache_replication_group', ['at_rest_encryption_enabled']),
  rest('aws_elasticsearch_domain', ['encrypt_at_rest', 'enabled']),
  rest('aws_opensearch_domain', ['encrypt_at_rest', 'enabled']),
  rest('aws_sqs_queue', ['sqs_managed_sse_enabled']),
  transit('aws_elasticache_replication_group', ['transit_encryption_enabled'], [false], 'Set it to `true`.'),
  transit('aws_elasticsearch_domain', ['node_to_node_encryption', 'enabled'], [false], 'Set it to `true`.'),
  transit('aws_opensearch_domain', ['node_to_node_encryption', 'enabled'], [false], 'Set it to `true`.'),
  transit(
    'aws_elasticsearch_domain',
    ['domain_endpoint_options', 'enforce_https'],
    [false],
    'Set it to `true`.',
  ),
  transit(
    'aws_opensearch_domain',
    ['domain_endpoint_options', 'enforce_https'],
    [false],
    'Set it to `true`.',
  ),
  transit(
    'aws_msk_cluster',
    ['encryption_info', 'encryption_in_transit', 'client_broker'],
    ['PLAINTEXT', 'TLS_PLAINTEXT'],
    'Set it to `TLS`.',
  ),
  transit(
    'aws_cloudfront_distribution',
    ['default_cache_behavior', 'viewer_protocol_policy'],
    ['allow-all'],
    'Set it to `redirect-to-https`.',
  ),
  transit(
    'aws_cloudfront_distribution',
    ['viewer_certificate', 'minimum_protocol_version'],
    ['SSLv3', 'TLSv1', 'TLSv1_2016', 'TLSv1.1_2016'],
    'Set it to `TLSv1.2_2021`.',
  ),
  transit(
    'aws_lb_listener',
    ['ssl_policy'],
    ['ELBSecurityPolicy-2016-08', 'ELBSecurityPolicy-TLS-1-0-2015-04', 'ELBSecurityPolicy-TLS-1-1-2017-01'],
    'Set it to `ELBSecurityPolicy-TLS13-1-2-2021-06`.',
  ),
  transit('azurerm_storage_account', ['enable_https_traffic_only'], [false], 'Set it to `true`.'),
  transit('azurerm_storage_account', ['https_traffic_only_enabled'], [false], 'Set it to `true`.'),
  transit('azurerm_storage_account', ['min_tls_version'], ['TLS1_0', 'TLS1_1'], 'Set it to `TLS1_2`.'),
  transit('azurerm_app_service', ['https_only'], [false], 'Set it to `true`.'),
  transit('azurerm_linux_web_app', ['https_only'], [false], 'Set it to `true`.'),
  transit('azurerm_windows_web_app', ['https_only'], [false], 'Set it to `true`.'),
  transit('azurerm_linux_function_app', ['https_only'], [false], 'Set it to `true`.'),
  transit('azurerm_postgresql_server', ['ssl_enforcement_enabled'], [false], 'Set it to `true`.'),
  transit('azurerm_mysql_server', ['ssl_enforcement_enabled'], [false], 'Set it to `true`.'),
  transit('azurerm_redis_cache', ['enable_non_ssl_port'], [true], 'Set it to `false`.'),
  transit('azurerm_redis_cache', ['non_ssl_port_enabled'], [true], 'Set it to `false`.'),
  transit('azurerm_mssql_server', ['minimum_tls_version'], ['1.0', '1.1', 'Disabled'], 'Set it to `1.2`.'),
  transit(
    'google_sql_database_instance',
    ['settings', 'ip_configuration', 'require_ssl'],
    [false],
    'Set it to `true`.',
  ),
  transit('google_compute_ssl_policy', ['min_tls_version'], ['TLS_1_0', 'TLS_1_1'], 'Set it to `TLS_1_2`.'),
]

export default defineRule({
  title: 'Encryption that Terraform turns off',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [311],
  files: TERRAFORM,
  options: terraformOptions,
  check: (context) => mistakesIn(context, (block, kind, name) => wrongSettings(SETTINGS, block, kind, name)),
})
