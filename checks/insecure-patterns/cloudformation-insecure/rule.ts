import { z } from 'zod'
import { changesLines, defineRule, matcher } from '../../../src/model/index.ts'
import { Source } from '../../../src/parse/code/index.ts'
import {
  type ConfigEntry,
  type ConfigNode,
  entriesOf,
  entryOf,
  itemsOf,
  readYaml,
  textAt,
  valueAt,
} from '../../../src/parse/config-tree/index.ts'
import { TEST_GLOBS } from '../engine/definition.ts'
import { PROPERTIES } from './settings.ts'

const ADMIN_PORTS = [22, 23, 1433, 2375, 3306, 3389, 5432, 5601, 6379, 9200, 11_211, 27_017]
const EVERYBODY = new Set(['0.0.0.0/0', '::/0'])

export default defineRule({
  title: 'Resource that CloudFormation leaves open',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 13,
  cwe: [284, 311, 326, 732, 269],
  files: ['**/*.{yml,yaml,template,json}'],
  options: z.strictObject({
    exclude: z
      .array(z.string())
      .default([...TEST_GLOBS])
      .describe('Paths that are not looked at.'),
  }),

  async *check(context) {
    for (const change of context.changes) {
      if (context.signal.aborted) return
      if (change.status === 'removed' || change.added.length === 0) continue
      if (matcher(context.optionsFor(change.path).exclude)(change.path)) continue
      const content = await context.changeSet.head.read(change.path)
      if (content.kind === 'unread' || !/^[ \t]*["']?Type["']?[ \t]*:[ \t]*["']?AWS::/m.test(content.text))
        continue
      const read = readYaml(content.text)
      if (read.kind === 'unread') {
        context.incomplete(`${change.path}: ${read.detail}`)
        continue
      }
      const source = new Source(content.text)
      for (const resource of entriesOf(valueAt(read.documents[0], 'Resources'))) {
        for (const { start, end, words, message, fix } of mistakesOf(resource)) {
          const region = source.region(start, end)
          if (!changesLines(change, 'head', region)) continue
          yield {
            location: { side: 'head', path: change.path, region },
            subject: `${resource.key} ${words}`,
            message,
            fix,
          }
        }
      }
    }
  },
})

interface Mistake {
  start: number
  end: number
  words: string
  message: string
  fix: string
}

const spanOf = ({ at, value }: ConfigEntry): Pick<Mistake, 'start' | 'end'> => ({
  start: at.start,
  end: value.end,
})

function* mistakesOf({ key: name, at, value: resource }: ConfigEntry): Generator<Mistake> {
  const type = textAt(resource, 'Type') ?? ''
  const properties = valueAt(resource, 'Properties')
  for (const { types, path, is, absentUnless, what } of PROPERTIES) {
    if (!types.includes(type)) continue
    const found = [...entriesAt(properties, path.split('.'))]
    const say = { words: path, message: `\`${name}\` ${what}.`, fix: `Set \`${path}\`.` }
    for (const entry of found)
      if (entry.value.kind === 'scalar' && isOneOf(is, entry.value.text)) yield { ...spanOf(entry), ...say }
    const isWritten =
      found.length > 0 || entryOf(properties, path.split('.')[0] ?? '')?.value.kind === 'scalar'
    if (absentUnless && !isWritten && !absentUnless.some((other) => entryOf(properties, other)))
      yield { start: at.start, end: at.end, ...say }
  }
  if (type === 'AWS::EC2::SecurityGroup')
    for (const rule of itemsOf(valueAt(properties, 'SecurityGroupIngress'))) yield* openPort(name, rule)
  if (type === 'AWS::EC2::SecurityGroupIngress' && properties) yield* openPort(name, properties)
  if (type.startsWith('AWS::IAM::')) yield* wildcards(name, properties)
}

/** YAML takes `False` for `false`. */
const isOneOf = (values: readonly string[], text: string): boolean =>
  values.some((one) => one.toLowerCase() === text.toLowerCase())

function* entriesAt(
  node: ConfigNode | undefined,
  [head = '', ...rest]: readonly string[],
): Generator<ConfigEntry> {
  for (const one of node?.kind === 'list' ? node.items : node ? [node] : []) {
    const entry = entryOf(one, head)
    if (!entry) continue
    if (rest.length === 0) yield entry
    else yield* entriesAt(entry.value, rest)
  }
}

function* openPort(name: string, rule: ConfigNode): Generator<Mistake> {
  const isAll = textAt(rule, 'IpProtocol') === '-1'
  const [from, to] = [Number(textAt(rule, 'FromPort')), Number(textAt(rule, 'ToPort'))]
  const port = ADMIN_PORTS.find((one) => one >= from && one <= to)
  if (!isAll && port === undefined) return
  for (const key of ['CidrIp', 'CidrIpv6']) {
    const entry = entryOf(rule, key)
    if (entry?.value.kind === 'scalar' && EVERYBODY.has(entry.value.text))
      yield {
        ...spanOf(entry),
        words: `${key} ${String(port ?? 'all')}`,
        message: `\`${name}\` opens ${isAll ? 'every port' : `port ${String(port)}`} to the whole internet.`,
        fix: 'Name the networks that need it.',
      }
  }
}

function* wildcards(name: string, properties: ConfigNode | undefined): Generator<Mistake> {
  const documents = [
    valueAt(properties, 'PolicyDocument'),
    ...itemsOf(valueAt(properties, 'Policies')).map((one) => valueAt(one, 'PolicyDocument')),
  ]
  for (const document of documents) {
    for (const statement of itemsOf(valueAt(document, 'Statement'))) {
      const action = entryOf(statement, 'Action')
      const has = (key: string): boolean =>
        itemsOf(valueAt(statement, key)).some((one) => one.kind === 'scalar' && one.text === '*')
      if (!action || textAt(statement, 'Effect') !== 'Allow' || !has('Action') || !has('Resource')) continue
      yield {
        ...spanOf(action),
        words: 'Action',
        message: `The policy \`${name}\` allows every action on everything.`,
        fix: 'Name the actions that are needed, on the resources that they are needed for.',
      }
    }
  }
}
