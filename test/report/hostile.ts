import type { Review } from '../../src/model/index.ts'
import { review } from './example.ts'

/** Texts that a pull request could bring to break out of a report. */
export const NASTY = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><script>',
  '<!-- --><b>',
  '&lt;b&gt; &amp;',
  '![x](https://evil.example/pixel.png) [a](javascript:alert(1))',
  '@everyone #1 GH-1 acme/shop#1 https://evil.example www.evil.example',
  '`` ` ``` <b>x</b>',
  '```\n# heading\n- item\n| a | b |\n|---|---|',
  '<https://evil.example> *a* _b_ ~~c~~ $x$ :smile: \\',
  '\u001B[31mred\u001B]8;;https://evil.example\u0007link\u001B]8;;\u0007',
  '\u202Egnp.exe\u2066 \u200Bzero\uFEFF \u2028line',
  'line\r\nend\ttab\0nul\u0085next',
  '::error file=x::owned%0A',
  '\uD800 lone \uDC00',
  '👩‍👩‍👧 🇩🇪 é 漢字',
  '__proto__',
  '1. one\n2) two',
  '    indented',
  '',
] as const

/** The example with `text` in every place that a pull request can fill. */
export function hostileReview(text: string): Review {
  const path = `src/${text}/a.ts`
  return {
    ...review,
    outcomes: review.outcomes.map((outcome) => {
      if (outcome.kind === 'failed') return { ...outcome, error: text }
      return outcome.kind === 'incomplete' ? { ...outcome, notLookedAt: [text] } : outcome
    }),
    findings: review.findings.map((finding) => ({
      ...finding,
      message: text,
      fix: text,
      location: { ...finding.location, path },
      relatedLocations: [{ side: 'head', path, message: text }],
      verdict: finding.verdict.shown ? finding.verdict : { ...finding.verdict, detail: text },
      ...(finding.suggestion && { suggestion: { ...finding.suggestion, path, replacement: text } }),
    })),
    notices: [{ level: 'error', message: text, location: { side: 'head', path } }],
    notLookedAt: [text],
  }
}
