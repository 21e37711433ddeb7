import { defineRule } from '../../../src/model/index.ts'
import type { TerraformBlock } from '../../../src/parse/terraform/index.ts'
import {
  attributes,
  constantOf,
  constantsOf,
  type Mistake,
  mistakesIn,
  TERRAFORM,
  terraformOptions,
  withInner,
} from '../terraform/resources.ts'

const EVERYBODY = new Set(['0.0.0.0/0', '::/0', '*', 'internet', 'any', '0.0.0.0'])
/** Also networks that are as good as all: `1.2.3.4/0`, and the halves `0.0.0.0/1` and `128.0.0.0/1`. */
const isEverybody = (range: string): boolean =>
  EVERYBODY.has(range.toLowerCase()) || /^[\d.]{7,15}\/[0-7]$/.test(range)

/** Ports of administration and of stores: nobody but operators and programs has business there. */
const PORTS = new Map<number, string>([
  [22, 'SSH'],
  [23, 'Telnet'],
  [135, 'RPC'],
  [445, 'SMB'],
  [1433, 'SQL Server'],
  [1521, 'Oracle'],
  [2375, 'Docker'],
  [2376, 'Docker'],
  [2379, 'etcd'],
  [3306, 'MySQL'],
  [3389, 'Remote Desktop'],
  [5432, 'PostgreSQL'],
  [5601, 'Kibana'],
  [5900, 'VNC'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [6443, 'the API of Kubernetes'],
  [9042, 'Cassandra'],
  [9200, 'Elasticsearch'],
  [9300, 'Elasticsearch'],
  [10250, 'the kubelet'],
  [11211, 'Memcached'],
  [27017, 'MongoDB'],
])
const FIX = 'Name the networks that need it, or reach it through a bastion or a private network.'

export default defineRule({
  title: 'Port that Terraform opens to the internet',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [284],
  files: TERRAFORM,
  options: terraformOptions,
  check: (context) => mistakesIn(context, openPorts),
})

function* openPorts(block: TerraformBlock, kind: string, name: string): Generator<Mistake> {
  switch (kind) {
    case 'aws_security_group':
    case 'aws_default_security_group':
      for (const rule of withInner(block)) if (rule.type === 'ingress') yield* ofAws(rule, name)
      return
    case 'aws_security_group_rule':
      if (isSaid(block, 'type', /^ingress$/)) yield* ofAws(block, name)
      return
    case 'aws_vpc_security_group_ingress_rule':
      yield* ofAws(block, name)
      return
    case 'aws_network_acl_rule':
      if (!isSaid(block, 'egress', /^true$/)) yield* ofAcl(block, 'rule_action', name)
      return
    case 'aws_network_acl':
      for (const rule of withInner(block)) if (rule.type === 'ingress') yield* ofAcl(rule, 'action', name)
      return
    case 'aws_default_network_acl':
      // Every port is open by default, and saying so changes nothing.
      for (const rule of withInner(block))
        if (rule.type === 'ingress' && !isAllOf(rule)) yield* ofAcl(rule, 'action', name)
      return
    case 'google_compute_firewall':
      if (!isSaid(block, 'direction', /^EGRESS$/)) yield* ofGoogle(block, name)
      return
    case 'azurerm_network_security_rule':
      yield* ofAzure(block, name)
      return
    case 'azurerm_network_security_group':
      for (const rule of block.blocks) if (rule.type === 'security_rule') yield* ofAzure(rule, name)
      return
    default:
      yield* elsewhere(block, kind, name)
  }
}

/** Rules of smaller clouds: the blocks that are rules, what makes one let in, its ports and its sources. */
interface OtherRules {
  inner?: string
  ingress?: { key: string; is: RegExp }
  ports: readonly [from: string, to: string] | readonly [range: string]
  sources: readonly string[]
}

/** By the names of the providers' pages on registry.terraform.io. */
const ELSEWHERE = new Map<string, OtherRules>([
  [
    'alicloud_security_group_rule',
    {
      ingress: { key: 'type', is: /^ingress$/ },
      ports: ['port_range'],
      sources: ['cidr_ip', 'ipv6_cidr_ip'],
    },
  ],
  ['digitalocean_firewall', { inner: 'inbound_rule', ports: ['port_range'], sources: ['source_addresses'] }],
  [
    'hcloud_firewall',
    { inner: 'rule', ingress: { key: 'direction', is: /^in$/ }, ports: ['port'], sources: ['source_ips'] },
  ],
  [
    'linode_firewall',
    {
      inner: 'inbound',
      ingress: { key: 'action', is: /^ACCEPT$/i },
      ports: ['ports'],
      sources: ['ipv4', 'ipv6'],
    },
  ],
  [
    'openstack_networking_secgroup_rule_v2',
    {
      ingress: { key: 'direction', is: /^ingress$/ },
      ports: ['port_range_min', 'port_range_max'],
      sources: ['remote_ip_prefix'],
    },
  ],
  ['openstack_compute_secgroup_v2', { inner: 'rule', ports: ['from_port', 'to_port'], sources: ['cidr'] }],
  [
    'yandex_vpc_security_group',
    { inner: 'ingress', ports: ['from_port', 'to_port'], sources: ['v4_cidr_blocks', 'v6_cidr_blocks'] },
  ],
  [
    'yandex_vpc_security_group_rule',
    {
      ingress: { key: 'direction', is: /^ingress$/ },
      ports: ['from_port', 'to_port'],
      sources: ['v4_cidr_blocks', 'v6_cidr_blocks'],
    },
  ],
  [
    'scaleway_instance_security_group',
    {
      inner: 'inbound_rule',
      ingress: { key: 'action', is: /^accept$/ },
      ports: ['port'],
      sources: ['ip_range', 'ip'],
    },
  ],
  ['civo_firewall', { inner: 'ingress_rule', ports: ['port_range'], sources: ['cidr'] }],
  [
    'oci_core_network_security_group_security_rule',
    {
      ingress: { key: 'direction', is: /^INGRESS$/i },
      ports: ['tcp_options.destination_port_range.min', 'tcp_options.destination_port_range.max'],
      sources: ['source'],
    },
  ],
  [
    'oci_core_security_list',
    { inner: 'ingress_security_rules', ports: ['tcp_options.min', 'tcp_options.max'], sources: ['source'] },
  ],
])

function* elsewhere(block: TerraformBlock, kind: string, name: string): Generator<Mistake> {
  const rules = ELSEWHERE.get(kind)
  if (!rules) return
  const { inner, ingress, ports, sources } = rules
  const blocks = inner === undefined ? [block] : withInner(block).filter(({ type }) => type === inner)
  for (const rule of blocks) {
    if ((ingress && !isSaid(rule, ingress.key, ingress.is)) || hasNoPorts(rule)) continue
    const [first, last] = ports
    const port = last === undefined ? rangesOf(rule, first) : betweenPorts(rule, first, last)
    if (port !== undefined) for (const source of sources) yield* open(rule, source, port, name)
  }
}

const rangesOf = (rule: TerraformBlock, attribute: string): string | undefined =>
  [...attributes(rule, [attribute])]
    .flatMap(({ value }) => constantsOf(value))
    .flatMap((text) => String(text).split(','))
    .map((text) => portOf(text.trim().replace('/', '-')))
    .find(Boolean)

function betweenPorts(rule: TerraformBlock, first: string, last: string): string | undefined {
  const [from, to] = [numberOf(rule, first), numberOf(rule, last)]
  const single = numberOf(rule, 'port')
  if (single !== undefined) return portIn(single, single)
  return from === undefined || to === undefined ? undefined : portIn(from, to)
}

const isSaid = (block: TerraformBlock, attribute: string, expected: RegExp): boolean =>
  block.attributes.some(({ name, value }) => name === attribute && expected.test(String(constantOf(value))))

const numberOf = (block: TerraformBlock, attribute: string): number | undefined => {
  const [found] = attributes(block, attribute.split('.'))
  const value = found && constantOf(found.value)
  return value === undefined || value === null || value === '' ? undefined : Number(value)
}

const hasNoPorts = (block: TerraformBlock): boolean =>
  ['protocol', 'ip_protocol'].some((attribute) => isSaid(block, attribute, /^(?:icmp(?:v6)?|esp|ah|1|58)$/i))

const isAllOf = (block: TerraformBlock): boolean =>
  isSaid(block, 'protocol', /^(?:-1|all)$/) || isSaid(block, 'ip_protocol', /^(?:-1|all)$/)

function* ofAws(block: TerraformBlock, name: string): Generator<Mistake> {
  if (hasNoPorts(block)) return
  const [from, to] = [numberOf(block, 'from_port'), numberOf(block, 'to_port')]
  const port = isAllOf(block)
    ? 'every port'
    : from === undefined || to === undefined
      ? undefined
      : portIn(from, to)
  if (port === undefined) return
  for (const attribute of [
    'cidr_blocks',
    'ipv6_cidr_blocks',
    'cidr_ipv4',
    'cidr_ipv6',
    'cidr_block',
    'ipv6_cidr_block',
  ])
    yield* open(block, attribute, port, name)
}

function* ofAcl(rule: TerraformBlock, action: string, name: string): Generator<Mistake> {
  // Such a list keeps no state: answers come back to ports above these.
  const isForAnswers =
    (numberOf(rule, 'from_port') ?? 0) >= 1024 && (numberOf(rule, 'to_port') ?? 0) >= 60_000
  if (isSaid(rule, action, /^allow$/i) && !isForAnswers) yield* ofAws(rule, name)
}

function* ofGoogle(block: TerraformBlock, name: string): Generator<Mistake> {
  for (const allow of block.blocks.filter(({ type }) => type === 'allow')) {
    const [ports] = attributes(allow, ['ports'])
    const isAll = isSaid(allow, 'protocol', /^all$/)
    const port = isAll
      ? 'every port'
      : ports &&
        constantsOf(ports.value)
          .map((text) => portOf(String(text)))
          .find(Boolean)
    if (port !== undefined) yield* open(block, 'source_ranges', port, name)
  }
}

function* ofAzure(block: TerraformBlock, name: string): Generator<Mistake> {
  if (!isSaid(block, 'direction', /^inbound$/i) || !isSaid(block, 'access', /^allow$/i)) return
  if (hasNoPorts(block)) return
  const ranges = ['destination_port_range', 'destination_port_ranges'].flatMap((attribute) =>
    [...attributes(block, [attribute])].flatMap(({ value }) => constantsOf(value)),
  )
  const port = ranges.map((text) => portOf(String(text))).find(Boolean)
  if (port === undefined) return
  for (const attribute of ['source_address_prefix', 'source_address_prefixes'])
    yield* open(block, attribute, port, name)
}

function* open(block: TerraformBlock, attribute: string, port: string, name: string): Generator<Mistake> {
  for (const { value, node } of attributes(block, [attribute])) {
    if (!constantsOf(value).some((one) => isEverybody(String(one)))) continue
    yield {
      node,
      words: `${attribute} ${port}`,
      message: `\`${name}\` opens ${port} to the whole internet.`,
      fix: FIX,
    }
  }
}

/** `22`, `20-25`, `*` */
function portOf(range: string): string | undefined {
  if (range === '*' || range === 'all' || range === '-1--1' || range === 'any') return 'every port'
  const [from = Number.NaN, to = from] = range.split('-').map(Number)
  return portIn(from, to)
}

/** What of the ports somebody would mind; a few at once are meant, many are all. */
function portIn(from: number, to: number): string | undefined {
  if (to - from >= 10_000 || (from <= 0 && to <= 0)) return 'every port'
  for (const [port, words] of PORTS) if (port >= from && port <= to) return `port ${port} (${words})`
  return undefined
}
