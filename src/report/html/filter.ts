import type { Finding, Level } from '../../model/index.ts'
import { LEVELS } from '../../model/index.ts'
import { type Catalogue, familyTitle } from '../catalogue.ts'
import { type Html, html } from '../escape/index.ts'
import { compareText } from '../group.ts'

/**
 * Check boxes for levels and families that work by style alone (`:has`). A browser that does not know it shows
 * everything. Families go by number: no name of theirs gets into the style.
 */
export class Filter {
  readonly #levels: readonly Level[]
  readonly #families: readonly string[]
  readonly #findings: readonly Finding[]
  readonly #catalogue: Catalogue

  constructor(findings: readonly Finding[], catalogue: Catalogue) {
    this.#findings = findings
    this.#catalogue = catalogue
    this.#levels = LEVELS.filter((level) => findings.some((finding) => finding.level === level))
    this.#families = [...new Set(findings.map(familyOf))].toSorted(compareText)
  }

  /** Class names of a finding's card. */
  classes(finding: Finding): string {
    return `in-${finding.level} in-${this.#families.indexOf(familyOf(finding))}`
  }

  /** Nothing where there is nothing to choose between. */
  controls(): Html | undefined {
    if (this.#levels.length < 2 && this.#families.length < 2) return undefined
    const box = (id: string, tone: string, label: string, number: number): Html =>
      html`<label class="${tone}"
        ><input type="checkbox" id="show-${id}" checked />${label} <span class="muted">${number}</span></label
      > `
    return html`<fieldset class="filter">
      <legend>Show</legend>
      ${this.#levels.map((level) =>
        box(level, level, `${level}s`, this.#findings.filter((finding) => finding.level === level).length),
      )}<span class="gap"></span> ${this.#families.map((family, index) =>
        box(
          String(index),
          '',
          familyTitle(this.#catalogue, family),
          this.#findings.filter((finding) => familyOf(finding) === family).length,
        ),
      )}
    </fieldset>`
  }

  /** A file shows while one of its findings does: one rule for each level of each family. */
  style(): string {
    if (!this.controls()) return ''
    const pairs = this.#levels.flatMap((level) => this.#families.map((_, index) => ({ level, index })))
    const rules = pairs.map(({ level, index }) => {
      const on = `body:has(#show-${level}:checked):has(#show-${index}:checked)`
      const card = `.finding.in-${level}.in-${index}`
      return `${on} ${card}, ${on} .file:has(${card}) { display: block; }`
    })
    return `@supports selector(:has(*)) {\n.file, .finding { display: none; }\n${rules.join('\n')}\n}\n`
  }
}

function familyOf({ ruleId }: Finding): string {
  return ruleId.slice(0, Math.max(0, ruleId.indexOf('/')))
}
