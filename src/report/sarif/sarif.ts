import { formatLocation } from '../../model/index.ts'
import type { Finding, Location, Region, RelatedLocation, Review, Suggestion } from '../../model/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { headPlace } from '../head-place.ts'
import { hiddenDetail } from '../words.ts'
import { invocation } from './invocation.ts'
import { descriptors } from './rules.ts'
import { text } from './text.ts'

export interface SarifOptions {
  /** Version of the program, as in package.json. */
  version?: string
  /**
   * For GitHub's code scanning: what is held back is left out, which would become alerts; what was removed stands in the
   * head, the only tree it knows; and no more results than it takes.
   */
  codeScanning?: boolean
  /** Tells the runs of one tool apart on code scanning; default `roadmap-review`. */
  category?: string
}

/** Of one run: GitHub shows 5,000 results, and refuses a log with more than 25,000. */
export const CODE_SCANNING_RESULTS = 5_000

const SCHEMA_URI = 'https://json.schemastore.org/sarif-2.1.0.json'
const PROJECT_URI = 'https://github.com/roadmap-review/roadmap-review'

/** The review as a SARIF 2.1.0 log (OASIS, errata 01), two spaces deep, ending in a line end. */
export function toSarif(review: Review, catalogue: Catalogue, options: SarifOptions = {}): string {
  return `${JSON.stringify(toSarifLog(review, catalogue, options), undefined, 2)}\n`
}

export function toSarifLog(review: Review, catalogue: Catalogue, options: SarifOptions = {}): object {
  const results = options.codeScanning ? openInHead(review) : review.findings
  const rules = descriptors(review, catalogue)
  const index = new Map(rules.map(({ id }, at) => [id, at]))
  return {
    $schema: SCHEMA_URI,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'roadmap-review',
            informationUri: PROJECT_URI,
            ...(options.version !== undefined && { semanticVersion: options.version }),
            rules,
          },
        },
        automationDetails: { id: `${options.category ?? 'roadmap-review'}/` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          SRCROOT: { description: { text: 'The tree of the head commit.' } },
          BASEROOT: { description: { text: 'The tree of the base commit, for what the change removed.' } },
        },
        invocations: [invocation(review, locationOf)],
        results: results.map((finding) => resultOf(finding, index.get(finding.ruleId))),
        properties: { baseSha: review.baseSha, headSha: review.headSha, conclusion: review.conclusion },
      },
    ],
  }
}

/** The worst first, as they come. What was over the limit of a report is open, too. */
function openInHead({ findings }: Review): Finding[] {
  return findings
    .filter(({ verdict }) => verdict.shown || verdict.because === 'capped')
    .slice(0, CODE_SCANNING_RESULTS)
    .map((finding): Finding => {
      const place = headPlace(finding)
      const { location } = finding
      const message =
        place === location ? finding.message : `${finding.message} (${formatLocation(location)} of the base)`
      return { ...finding, message, location: place, verdict: { shown: true } }
    })
}

function resultOf(finding: Finding, ruleIndex: number | undefined): object {
  const { relatedLocations = [], suggestion, verdict } = finding
  return {
    ruleId: finding.ruleId,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: finding.level,
    message: { text: text(finding.fix ? `${finding.message} ${finding.fix}` : finding.message) },
    locations: [locationOf(finding.location)],
    ...(relatedLocations.length > 0 && { relatedLocations: relatedLocations.map(relatedOf) }),
    // GitHub's code scanning reads `primaryLocationLineHash` alone to follow an alert over moved lines.
    partialFingerprints: {
      'roadmapReview/v1': finding.fingerprint,
      primaryLocationLineHash: `${finding.fingerprint}:1`,
    },
    baselineState: baselineState(finding),
    // An empty list says that somebody looked; suppressed results stay in the log (SARIF 3.27.23).
    suppressions: verdict.shown
      ? []
      : [
          {
            kind: verdict.because === 'suppressed' ? 'inSource' : 'external',
            status: 'accepted',
            justification: text(hiddenDetail(finding)),
          },
        ],
    ...(suggestion && { fixes: [fixOf(suggestion)] }),
    properties: {
      confidence: finding.confidence,
      side: finding.location.side,
      ...(!verdict.shown && { heldBack: verdict.because }),
    },
  }
}

/** What stands outside the change or in a baseline was there before it (SARIF 3.27.24). */
function baselineState({ verdict }: Finding): 'new' | 'unchanged' {
  return !verdict.shown && (verdict.because === 'baseline' || verdict.because === 'outside-diff')
    ? 'unchanged'
    : 'new'
}

function locationOf(location: Location): object {
  return {
    physicalLocation: {
      artifactLocation: artifact(location),
      // GitHub's code scanning wants a line even where a finding is about the whole file.
      region: location.region ? regionOf(location.region) : { startLine: 1 },
    },
  }
}

function relatedOf(location: RelatedLocation, index: number): object {
  return { id: index + 1, message: { text: text(location.message) }, ...locationOf(location) }
}

function fixOf(suggestion: Suggestion): object {
  const { startLine, endLine } = suggestion.region
  return {
    description: { text: 'Replaces the lines.' },
    artifactChanges: [
      {
        artifactLocation: artifact({ side: 'head', path: suggestion.path }),
        replacements: [
          {
            deletedRegion: { startLine, endLine },
            insertedContent: { text: suggestion.replacement.toWellFormed() },
          },
        ],
      },
    ],
  }
}

function artifact({ side, path }: Location): object {
  return { uri: toUri(path), uriBaseId: side === 'base' ? 'BASEROOT' : 'SRCROOT' }
}

/** A repository path as a relative URI reference (RFC 3986): every segment percent-encoded as UTF-8. */
export function toUri(path: string): string {
  return path
    .toWellFormed()
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/')
}

function regionOf(region: Region): Region {
  const { startLine, endLine, startColumn, endColumn } = region
  return {
    startLine,
    ...(startColumn !== undefined && { startColumn }),
    endLine,
    ...(endColumn !== undefined && { endColumn }),
  }
}
