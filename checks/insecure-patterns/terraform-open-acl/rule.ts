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

const EVERYBODY = new Set(['0.0.0.0/0', '::/0', '*', 'Internet', 'Any', 'any'])
/** Networks that the internet does not reach: RFC 6890. */
const INSIDE = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
].map((range) => spanOf(range))

/** The first and last address of a network of IPv4, as numbers. */
function spanOf(range: string): [first: number, last: number] | undefined {
  const [, a, b, c, d, bits = '32'] =
    /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(range) ?? []
  if (d === undefined) return undefined
  const size = 2 ** (32 - Number(bits))
  const address = ((Number(a) * 256 + Number(b)) * 256 + Number(c)) * 256 + Number(d)
  const first = address - (address % size)
  return [first, first + size - 1]
}

/** Whether a part of a network is reached from the internet. */
function isPublic(range: string): boolean {
  if (range.includes(':')) return !/^(?:::1$|f[cdef]|2001:db8)/i.test(range)
  const span = spanOf(range)
  return span !== undefined && !INSIDE.some((one) => one && span[0] >= one[0] && span[1] <= one[1])
}

const FIX = 'Name the networks and ports that are needed.'

export default defineRule({
  title: 'Network rule of Terraform that lets everything through',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 13,
  cwe: [284],
  files: TERRAFORM,
  options: terraformOptions,
  check: (context) => mistakesIn(context, openRules),
})

function* openRules(block: TerraformBlock, kind: string, name: string): Generator<Mistake> {
  switch (kind) {
    case 'aws_network_acl_rule':
      yield* ofAcl(block, name, constant(block, 'egress') === true ? 'egress' : 'ingress', 'rule_action')
      return
    case 'aws_network_acl':
    case 'aws_default_network_acl':
      for (const rule of withInner(block))
        if (rule.type === 'ingress' || rule.type === 'egress') yield* ofAcl(rule, name, rule.type, 'action')
      return
    case 'aws_security_group':
    case 'aws_default_security_group':
      for (const rule of block.blocks)
        if (rule.type === 'ingress' || rule.type === 'egress') yield* ofGroup(rule, name, rule.type)
      return
    case 'aws_security_group_rule':
      yield* ofGroup(block, name, String(constant(block, 'type')))
      return
    case 'aws_vpc_security_group_ingress_rule':
    case 'aws_vpc_security_group_egress_rule':
      yield* ofGroup(block, name, kind.includes('ingress') ? 'ingress' : 'egress')
      return
    case 'google_compute_firewall':
      if (block.blocks.some(({ type }) => type === 'allow'))
        yield* toAll(block, name, ['source_ranges', 'destination_ranges'])
      return
    case 'azurerm_network_security_rule':
      yield* ofAzure(block, name)
      return
    case 'azurerm_network_security_group':
      for (const rule of block.blocks) if (rule.type === 'security_rule') yield* ofAzure(rule, name)
      return
    default:
  }
}

const constant = (block: TerraformBlock, attribute: string): string | number | boolean | null | undefined => {
  const [found] = attributes(block, [attribute])
  return found && constantOf(found.value)
}

function* ofAcl(rule: TerraformBlock, name: string, direction: string, action: string): Generator<Mistake> {
  if (String(constant(rule, action)).toLowerCase() !== 'allow') return
  const [protocol] = attributes(rule, ['protocol'])
  const from = String(constant(rule, 'from_port'))
  const to = String(constant(rule, 'to_port'))
  const isAll =
    (protocol && /^(?:-1|all)$/i.test(String(constantOf(protocol.value)))) ||
    (from === '0' && (to === '65535' || to === '0'))
  if (isAll && protocol)
    yield {
      node: protocol.node,
      words: `${direction} ports`,
      message: `\`${name}\` lets every port through.`,
      fix: FIX,
    }
  if (direction === 'ingress') yield* toAll(rule, name, ['cidr_block', 'ipv6_cidr_block'], isPublic)
}

function* ofGroup(rule: TerraformBlock, name: string, direction: string): Generator<Mistake> {
  if (direction === 'ingress' || direction === 'egress')
    yield* toAll(rule, name, ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6'])
}

function* ofAzure(rule: TerraformBlock, name: string): Generator<Mistake> {
  if (String(constant(rule, 'access')).toLowerCase() !== 'allow') return
  yield* toAll(rule, name, [
    'source_address_prefix',
    'source_address_prefixes',
    'destination_address_prefix',
    'destination_address_prefixes',
  ])
}

function* toAll(
  rule: TerraformBlock,
  name: string,
  paths: readonly string[],
  isWide = (range: string): boolean => EVERYBODY.has(range),
): Generator<Mistake> {
  for (const path of paths)
    for (const { value, node } of attributes(rule, [path]))
      if (constantsOf(value).some((one) => isWide(String(one))))
        yield {
          node,
          words: path,
          message: `\`${name}\` lets the internet through: \`${path}\`.`,
          fix: FIX,
        }
}
