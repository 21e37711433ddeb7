import type { Side, Snapshot } from '../../src/model/index.ts'
import {
  loadDescription,
  type LoadedDescription,
  type UnreadPart,
} from '../../src/parse/openapi/description.ts'
import { parseJson } from '../../src/parse/json/parse-json.ts'
import type { SourceTree } from '../../src/parse/source-tree.ts'
import { parseYaml } from '../../src/parse/yaml/parse-yaml.ts'

/** The parsed files of one commit, each read and parsed once. */
export class Trees {
  readonly side: Side
  readonly snapshot: Snapshot
  readonly #trees = new Map<string, Promise<SourceTree | UnreadPart>>()
  readonly #descriptions = new Map<string, Promise<LoadedDescription>>()

  constructor(side: Side, snapshot: Snapshot) {
    this.side = side
    this.snapshot = snapshot
  }

  description(path: string): Promise<LoadedDescription> {
    return once(this.#descriptions, path, () => loadDescription(path, (part) => this.tree(part)))
  }

  /** One file, whatever it describes. */
  tree(path: string): Promise<SourceTree | UnreadPart> {
    return once(this.#trees, path, () => this.#parse(path))
  }

  async text(path: string): Promise<string | undefined> {
    const content = await this.snapshot.read(path)
    return content.kind === 'text' ? content.text : undefined
  }

  async #parse(path: string): Promise<SourceTree | UnreadPart> {
    const content = await this.snapshot.read(path)
    if (content.kind === 'unread') {
      const why = content.reason === 'absent' ? 'does not exist' : `cannot be read: ${content.reason}`
      return { path, why }
    }
    const tree = path.endsWith('.json') ? parseJson(path, content.text) : parseYaml(path, content.text)
    return tree.value === undefined ? withConflict(tree) : tree
  }
}

/** A text that cannot be read and holds a merge conflict is told so: its parser only knows an odd token. */
function withConflict(tree: SourceTree): SourceTree {
  const marker = /^<{7} .*$/m.exec(tree.text)
  if (!marker || !/^>{7}(?: |$)/m.test(tree.text)) return tree
  const line = tree.text.slice(0, marker.index).split('\n').length
  const message = 'holds a merge conflict that is not resolved'
  return { ...tree, problems: [{ message, region: { startLine: line, endLine: line } }] }
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let value = known.get(key)
  if (!value) {
    value = make()
    known.set(key, value)
  }
  return value
}
