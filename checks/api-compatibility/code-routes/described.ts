import { anonymous, type Route } from '../../../src/parse/routes/index.ts'
import type { Description } from '../../../src/parse/openapi/description.ts'
import { isMapping, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { readOperations, type Operation } from '../../../src/parse/openapi/operations.ts'
import { readServers } from '../../../src/parse/openapi/servers.ts'

/** An operation of a description, with the paths under which it may be called. */
export interface DescribedOperation {
  /** `GET /pets/{id}` as written. */
  name: string
  method: string
  path: string
  operation: Operation
}

/** A way in which code and description may differ: a prefix that only one of them has. */
export type Offset = string

const MAX_SERVERS = 5
/** Share of the routes that an offset must explain; one route that ends alike may be chance. */
const MIN_OFFSET_SHARE = 0.05

/** `/Pets/{id}.json` as `pets`, `{}`: what has to be equal for two paths to be one. */
export function segmentsOf(path: string): string[] {
  return anonymous(path)
    .replace(/\.(?:json|\{\})$/, '')
    .replaceAll('{*}', '{}')
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '')
}

/** The operations of one description, to be asked which of them a route is. */
export class Described {
  readonly description: Description
  readonly operations: readonly DescribedOperation[]
  /** Path with its server's path, or without, to the operations there. */
  readonly #whole = new Map<string, DescribedOperation[]>()
  /** Ends of paths to the operations whose path ends so. */
  readonly #ends = new Map<string, DescribedOperation[]>()
  #offsets: ReadonlySet<Offset> = new Set()

  constructor(description: Description) {
    this.description = description
    this.operations = readOperations(description).flatMap((operation) => {
      const { kind, name, method, path, node } = operation
      return kind === 'path' && isMapping(node.value) ? [{ name, method, path, operation }] : []
    })
    const servers = readServers(description).slice(0, MAX_SERVERS)
    for (const operation of this.operations) {
      const written = segmentsOf(operation.path)
      const paths = [written, ...servers.map(({ path }) => [...segmentsOf(path), ...written])]
      for (const key of new Set(paths.map((path) => path.join('/')))) add(this.#whole, key, operation)
      const ends = paths.flatMap((path) => path.map((_, start) => path.slice(start).join('/')))
      for (const end of new Set(ends)) add(this.#ends, end, operation)
    }
  }

  /** Learns from all routes of a service which prefixes only the code or only the description has. */
  align(routes: readonly Route[]): void {
    const votes = new Map<Offset, number>()
    for (const route of routes) {
      const key = segmentsOf(route.template).join('/')
      if (this.#at(route.complete ? this.#whole : this.#ends, key, route).length > 0) continue
      const seen = new Set(this.#offsetsOf(route).map(([offset]) => offset))
      for (const offset of seen) votes.set(offset, (votes.get(offset) ?? 0) + 1)
    }
    const needed = Math.max(routes.length <= 3 ? 1 : 2, routes.length * MIN_OFFSET_SHARE)
    this.#offsets = new Set([...votes].flatMap(([offset, count]) => (count >= needed ? [offset] : [])))
  }

  /** The operations that describe a route. */
  of(route: Route): DescribedOperation[] {
    const segments = segmentsOf(route.template)
    const whole = this.#at(this.#whole, segments.join('/'), route)
    if (whole.length > 0) return whole
    const offset = this.#offsetsOf(route).flatMap(([name, found]) => (this.#offsets.has(name) ? found : []))
    if (offset.length > 0 || route.complete) return offset
    // A prefix that the code does not show: the end decides, where it says anything.
    return segments.some((segment) => segment !== '{}') ? this.#at(this.#ends, segments.join('/'), route) : []
  }

  /** The path as the description would write it. */
  pathFor(route: Route): string {
    const segments = segmentsOf(route.template)
    const written = route.template.split('/').filter((segment) => segment !== '')
    const prefixes = [...this.#offsets, ...readServers(this.description).map(({ path }) => `code ${path}`)]
    for (const offset of prefixes) {
      const prefix = offset.startsWith('code ') ? segmentsOf(offset.slice(5)) : []
      if (prefix.length === 0 || prefix.some((segment, at) => segments[at] !== segment)) continue
      return `/${written.slice(prefix.length).join('/')}`
    }
    return route.template
  }

  /** The path item that lacks only the route's method, where there is one. */
  pathItemFor(route: Route): SpecNode | undefined {
    return this.of({ ...route, method: 'ANY' })[0]?.operation.pathNode
  }

  #offsetsOf(route: Route): [Offset, DescribedOperation[]][] {
    const segments = segmentsOf(route.template)
    const found: [Offset, DescribedOperation[]][] = []
    for (let start = 1; start < segments.length; start++) {
      const operations = this.#at(this.#whole, segments.slice(start).join('/'), route)
      if (operations.length > 0) found.push([`code ${segments.slice(0, start).join('/')}`, operations])
    }
    if (!segments.some((segment) => segment !== '{}')) return found
    for (const operation of this.#at(this.#ends, segments.join('/'), route)) {
      const written = segmentsOf(operation.path)
      const before = written.slice(0, Math.max(0, written.length - segments.length))
      if (before.length > 0) found.push([`description ${before.join('/')}`, [operation]])
    }
    return found
  }

  #at(
    index: ReadonlyMap<string, DescribedOperation[]>,
    key: string,
    { method }: Route,
  ): DescribedOperation[] {
    const found = index.get(key) ?? []
    return method === 'ANY' ? found : found.filter((operation) => operation.method === method)
  }
}

function add(index: Map<string, DescribedOperation[]>, key: string, operation: DescribedOperation): void {
  const known = index.get(key)
  if (known) known.push(operation)
  else index.set(key, [operation])
}
