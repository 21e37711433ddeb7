import { defineRule } from '../../../src/model/index.ts'
import { type ConfigNode, itemsOf, textAt, valueAt } from '../../../src/parse/config-tree/index.ts'
import { type Manifest, manifestOptions, YAML } from '../containers/containers.ts'
import { type Mistake, mistakesIn } from '../containers/mistakes.ts'

/** Ports of stores and of administration: nobody but programs beside them and operators has business there. */
const PORTS = new Map<number, string>([
  [1433, 'SQL Server'],
  [2375, 'Docker'],
  [2379, 'etcd'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [5601, 'Kibana'],
  [5672, 'RabbitMQ'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [8086, 'InfluxDB'],
  [9042, 'Cassandra'],
  [9092, 'Kafka'],
  [9200, 'Elasticsearch'],
  [11211, 'Memcached'],
  [15672, 'the management of RabbitMQ'],
  [27017, 'MongoDB'],
])
/** `5432:5432`, `0.0.0.0:5432:5432/tcp` */
const PUBLISHED = /^(?:(?:0\.0\.0\.0|\[::\]):)?\d+:(\d+)(?:\/tcp)?$/

export default defineRule({
  title: 'Store that Compose opens to every network',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 13,
  cwe: [668, 1327],
  files: YAML,
  options: manifestOptions,
  check: (context) => mistakesIn(context, published),
})

function* published({ containers }: Manifest): Generator<Mistake> {
  for (const { tool, name, node } of containers) {
    if (tool !== 'compose') continue
    for (const port of itemsOf(valueAt(node, 'ports'))) {
      const what = PORTS.get(targetOf(port))
      if (what === undefined) continue
      yield {
        at: { start: port.start, end: port.end },
        words: `${name} ${what}`,
        message: `\`${name}\` is open to every network that its host is in: the port of ${what}, past the host's firewall too.`,
        fix: 'Leave `ports` out, as services of a file reach each other without, or publish it on `127.0.0.1`.',
      }
    }
  }
}

/** The port in the container that is published on every address. */
function targetOf(port: ConfigNode): number {
  if (port.kind === 'scalar') return Number(PUBLISHED.exec(port.text)?.[1])
  const address = textAt(port, 'host_ip')
  const isOpen = textAt(port, 'published') !== undefined && (address === undefined || address === '0.0.0.0')
  return isOpen ? Number(textAt(port, 'target')) : Number.NaN
}
