/** A pair of the corpus that we judge otherwise than its label, with the reading of the standard behind it. */
export interface Dissent {
  /** Number of the case. */
  n: number
  why: string
}

const SAME = 'Both files are the same: the test behind it edits the document in its own code.'
const SECURITY =
  'OpenAPI 3.1 section 4.8.30: only one of the listed requirements must be met, and all schemes and scopes within it. A client that met the old ones and meets none of the new ones is refused.'
const MAPPING =
  'OpenAPI 3.0.3 section 4.7.25: the value of the discriminator names the schema, by the mapping. The mapping no longer knows the value that stood for it: what was written with it can no longer be read.'
const OPTIONAL =
  'The added branch only describes a further optional property, which asks for nothing (JSON Schema core 2020-12 section 10.3.2.1): written beside the others, it is what adding something optional to a request is.'

export const DISSENTS: readonly Dissent[] = [
  { n: 10, why: SECURITY },
  { n: 12, why: SECURITY },
  { n: 15, why: SECURITY },
  {
    n: 19,
    why: 'The head takes away a level that was none. Without a level a thing counts as stable, the most that can be promised: whatever the word meant, nothing is promised less.',
  },
  {
    n: 40,
    why: 'JSON Schema validation (2020-12) section 6.5.3: a listed name must be present, whether or not `properties` describes it. Requests without it are refused.',
  },
  {
    n: 56,
    why: 'OpenAPI 3.0.3 section 4.7.24.2: what is `writeOnly` should not be sent in a response, and where it is required that holds for the request alone. Clients that were promised the property get none: as if it were removed.',
  },
  { n: 77, why: SAME },
  { n: 81, why: OPTIONAL },
  { n: 100, why: MAPPING },
  {
    n: 134,
    why: 'The same edit of `maxItems` counts as breaking in case 133; that it stands at the path item here does not change what is asked of the operations below (OpenAPI 3.1 section 4.8.9).',
  },
  { n: 147, why: SAME },
  { n: 155, why: OPTIONAL },
  {
    n: 160,
    why: 'The branch is replaced by one of the same content under another name (JSON Schema core 2020-12 section 10.2.1.2: what the branches accept counts). Without a discriminator the name never travels: every request stays valid.',
  },
  { n: 228, why: SAME },
  { n: 243, why: MAPPING },
  { n: 272, why: SAME },
  {
    n: 281,
    why: 'OpenAPI 3.1 section 4.8.1: a webhook is called by the API. That it now always sends a body breaks nobody who receives it.',
  },
]
