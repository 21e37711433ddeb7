import type { Finding } from '../../model/index.ts'
import { formatLocation } from '../../model/index.ts'
import { type Catalogue, moduleOf } from '../catalogue.ts'
import {
  escapeHtmlCode,
  type Html,
  html,
  prose,
  proseLines,
  safeUrl,
  shorten,
  trusted,
} from '../escape/index.ts'
import type { ExcerptLine } from '../excerpt/index.ts'
import { renderInline } from './markdown.ts'

/** Longest line of source that is written out; minified files have longer ones. */
const LINE_LENGTH = 400

const SIGN = { added: '+', removed: '-', context: ' ' } as const

export interface FindingView {
  finding: Finding
  /** Class names by which the filter finds it. */
  classes: string
  excerpt: readonly ExcerptLine[] | undefined
}

/** One finding: what, where, why, what to do, where to read on. */
export function findingCard({ finding, classes, excerpt }: FindingView, catalogue: Catalogue): Html {
  const { level, message, ruleId, confidence, suggestion, relatedLocations = [] } = finding
  const rule = catalogue.rule(ruleId)
  const module = moduleOf(catalogue, ruleId)
  const fix =
    finding.fix === undefined
      ? rule && renderInline(rule.fix)
      : html`<span class="lines">${proseLines(finding.fix)}</span>`
  return html`<article class="finding card ${level} ${classes}">
    <h3><span class="pill ${level}">${level}</span><span>${prose(message)}</span></h3>
    <p class="meta">
      <span>${placeWords(finding)}</span><span class="mono">${ruleId}</span
      ><span>${confidence} confidence</span>${rule?.cwe.map((number) => html`<span>CWE-${number}</span>`)}
    </p>
    ${excerpt && diff(excerpt)}
    <dl>
      ${
        rule &&
        html`<dt>Why</dt>
          <dd>${renderInline(rule.why)}</dd>`
      }
      ${
        fix &&
        html`<dt>Fix</dt>
          <dd>${fix}</dd>`
      }
      ${
        suggestion &&
        html`<dt>Write</dt>
          <dd><pre>${trusted(escapeHtmlCode(suggestion.replacement))}</pre></dd>`
      }
      ${
        relatedLocations.length > 0 &&
        html`<dt>See</dt>
          <dd>
            <ul>
              ${relatedLocations.map(
                (related) =>
                  html`<li>
                    <span class="mono">${formatLocation(related)}</span> ${prose(related.message)}
                  </li>`,
              )}
            </ul>
          </dd>`
      }
    </dl>
    <p class="read">
      ${module && html`<a href="${safeUrl(module.url)}">Module ${module.number} · ${module.title}</a>`}<a
        href="${safeUrl(catalogue.links.rule(ruleId))}"
        >About this rule</a
      >
    </p>
  </article> `
}

function placeWords({ location: { side, region } }: Finding): string {
  if (!region) return side === 'base' ? 'Whole file, in the base' : 'Whole file'
  const { startLine, endLine } = region
  const lines = startLine === endLine ? `Line ${startLine}` : `Lines ${startLine} to ${endLine}`
  return side === 'base' ? `${lines} of the base` : lines
}

function diff(lines: readonly ExcerptLine[]): Html {
  return html`<div class="diff">
    <table>
      ${lines.map(
        (line) =>
          html`<tr class="${line.kind}${line.target ? ' target' : ''}">
            <td class="n">${line.baseLine}</td>
            <td class="n">${line.headLine}</td>
            <td class="s">${SIGN[line.kind]}</td>
            <td>${source(line)}</td>
          </tr>`,
      )}
    </table>
  </div>`
}

function source({ text, mark }: ExcerptLine): Html {
  const cut = (part: string): Html => trusted(escapeHtmlCode(part))
  if (text.length > LINE_LENGTH || !mark) return cut(shorten(text, LINE_LENGTH))
  const { start, end } = mark
  return html`${cut(text.slice(0, start))}<mark>${cut(text.slice(start, end))}</mark>${cut(text.slice(end))}`
}
