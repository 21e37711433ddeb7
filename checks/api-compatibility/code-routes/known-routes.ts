import { anonymous, type Route } from '../../../src/parse/routes/index.ts'

/** The routes of one side, to be asked whether it had one, as far as prefixes are known. */
export class KnownRoutes {
  readonly #methods = new Map<string, Set<string>>()
  readonly #partial: { method: string; template: string }[] = []
  readonly #all: { method: string; template: string }[] = []

  constructor(routes: readonly Route[]) {
    for (const { method, template: written, complete } of routes) {
      const template = anonymous(written)
      const methods = this.#methods.get(template) ?? new Set<string>()
      this.#methods.set(template, methods.add(method))
      this.#all.push({ method, template })
      if (!complete) this.#partial.push({ method, template })
    }
  }

  has({ method, template: written, complete }: Route): boolean {
    const template = anonymous(written)
    const answers = (one: string): boolean => one === method || one === 'ANY'
    if ([...(this.#methods.get(template) ?? [])].some((one) => answers(one))) return true
    if (this.#partial.some((one) => template.endsWith(one.template) && answers(one.method))) return true
    return !complete && this.#all.some((one) => one.template.endsWith(template) && answers(one.method))
  }
}
