import type { Snapshot } from '../../../src/model/index.ts'
import type { Route } from '../../../src/parse/routes/index.ts'

/** Lines on from a declaration in which its handler, where it is written there, may ask the guard. */
const HANDLER_LINES = 60
/** Lines before a declaration in which other decorators may stand. */
const DECORATOR_LINES = 6
/** Files that are asked whether they guard another one as they mount it. */
const MAX_ASKED = 2_000

const MOUNT =
  /\b(?:use|register|include_router|register_blueprint|mount|Mount|Group|Route|Handle|With|route|namespace|scope|authenticate|add_middleware|addHook|path)\b/

const IMPORT = /^\s*(?:import|from|require|use\s+\w+::|using)\b|\brequire\(/
const FOR_ALL =
  /\b(?:before_action|before_filter|prepend_before_action|dependencies|middleware|permission_classes|decorators|preHandler|onRequest)\b/

/** Tells whether a guard stands before routes, as far as the text around them says. */
export class Guards {
  readonly #words: RegExp

  /** @param names of functions, middleware, annotations or attributes, as the code writes them */
  constructor(names: readonly string[]) {
    const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    this.#words = new RegExp(`(?<![\\w$])(?:${escaped.join('|')})(?![\\w$])`)
  }

  /** Whether the declaration, what stands right above it, or the handler below it names a guard. */
  atRoute(text: string, { region }: Route, next: number): boolean {
    const lines = text.split('\n')
    const to = Math.min(next - 1, region.endLine + HANDLER_LINES)
    if (lines.slice(region.startLine - 1, to).some((line) => this.#words.test(line))) return true
    const above = lines.slice(Math.max(0, region.startLine - 1 - DECORATOR_LINES), region.startLine - 1)
    const from = above.findLastIndex((line) => !/^\s*(?:@|\[|#\[|\/\/|#|$)/.test(line)) + 1
    return above.slice(from).some((line) => this.#words.test(line))
  }

  /** Whether the file guards all of its routes: as it makes or mounts a router, before every action, or on a class. */
  ofFile(text: string, routes: readonly Route[]): boolean {
    const lines = text.split('\n')
    return lines.some((line, index) => {
      if (!this.#words.test(line) || IMPORT.test(line)) return false
      const at = index + 1
      if (routes.some(({ region }) => at >= region.startLine && at <= region.endLine)) return false
      if (MOUNT.test(line) || FOR_ALL.test(line)) return true
      if (!/^\s*[@[]/.test(line)) return false
      return /\bclass\s/.test(lines.slice(at).find((one) => !/^\s*(?:[@[]|$)/.test(one)) ?? '')
    })
  }

  /** Whether another file mounts this one behind a guard, or is the base class of what answers. */
  async elsewhere(path: string, head: Snapshot): Promise<boolean> {
    const stem = stemOf(path)
    const entries = (await head.entries()).flatMap((entry) => (entry.kind === 'file' ? [entry.path] : []))
    const ending = /\.\w+$/.exec(path)?.[0] ?? ''
    const wanted = entries.filter((one) => one !== path && one.endsWith(ending)).slice(0, MAX_ASKED)
    for (let start = 0; start < wanted.length; start += 200) {
      const texts = await head.readMany(wanted.slice(start, start + 200))
      for (const [other, content] of texts) {
        if (content.kind === 'unread' || !this.#words.test(content.text)) continue
        if (/application_controller\.rb$|(?:^|\/)settings\.py$|SecurityConfig|WebSecurity/i.test(other))
          return true
        if (!content.text.includes(stem)) continue
        if (content.text.split('\n').some((line) => this.#words.test(line) && MOUNT.test(line))) return true
      }
    }
    return false
  }
}

const stemOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.\w+$/, '')
