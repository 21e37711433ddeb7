/**
 * Which of our rules speak of what the corpus' ids mean, many to one: an id's words after its place, by direction.
 */
const REQUEST = /^(?:new-|required-)?request-(?:body|property|parameter-property|parameter|header-property)-/
const RESPONSE =
  /^response-(?:body|property|mediatype|header)-|^response-(?=required-property|optional-property)/

interface Answer {
  ids: RegExp
  rules: readonly string[]
}

/** Words after the place, for what clients send. */
const SENT: readonly Answer[] = [
  { ids: /^became-enum$|enum-value-removed$|^const-changed$/, rules: ['request-enum-narrowed'] },
  { ids: /^(?:became-not-nullable|type-changed|type-specialized)$/, rules: ['request-type-narrowed'] },
  // A list of types may be written as `type` or as branches of one type each; branches may wrap what was one schema.
  {
    ids: /^(?:list-of-types-narrowed|wrapped-in-one-of)$/,
    rules: ['request-type-narrowed', 'request-alternative-removed'],
  },
  { ids: /^(?:any-of-removed|one-of-removed)$/, rules: ['request-alternative-removed'] },
  { ids: /^default-value-changed$/, rules: ['parameter-default-changed'] },
  {
    ids: /^became-required/,
    rules: ['property-became-required', 'request-body-became-required', 'parameter-became-required'],
  },
  { ids: /^(?:deprecated-sunset-invalid|sunset-deleted)$/, rules: ['sunset-policy'] },
  // Where the thing itself is removed, its unreadable sunset is said there.
  { ids: /^sunset-parse$/, rules: ['sunset-policy', 'parameter-removed'] },
  { ids: /^removed-before-sunset$/, rules: ['parameter-removed', 'request-property-removed'] },
  { ids: /^stability-decreased$/, rules: ['stability-decreased'] },
  { ids: /^removed$/, rules: ['request-body-removed', 'parameter-removed', 'request-property-removed'] },
  { ids: /^media-type-removed$/, rules: ['media-type-removed'] },
  { ids: /-(?:increased|decreased|added|removed|changed)$/, rules: ['request-constraint-tightened'] },
]

/** The same for what clients receive. */
const RECEIVED: readonly Answer[] = [
  { ids: /^(?:became-nullable|type-changed|type-generalized)$/, rules: ['response-type-widened'] },
  {
    ids: /^(?:list-of-types-widened|wrapped-in-one-of)$/,
    rules: ['response-type-widened', 'response-alternative-added'],
  },
  { ids: /^one-of-added$/, rules: ['response-alternative-added'] },
  { ids: /^const-changed$/, rules: ['response-enum-widened'] },
  { ids: /^became-optional$/, rules: ['response-property-became-optional'] },
  { ids: /^required-property-removed$/, rules: ['response-property-removed'] },
  { ids: /^stability-decreased$/, rules: ['stability-decreased'] },
  { ids: /-(?:increased|decreased|added|removed|changed)$/, rules: ['response-constraint-loosened'] },
]

const OTHERS: readonly Answer[] = [
  { ids: /^api-(?:invalid-stability-level|stability-decreased)$/, rules: ['stability-decreased'] },
  { ids: /^(?:api-path-sunset-parse|sunset-deleted)$/, rules: ['sunset-policy'] },
  { ids: /^api-path-removed/, rules: ['path-removed', 'operation-removed'] },
  { ids: /^webhook-removed$/, rules: ['operation-removed'] },
  { ids: /^new-required-request-property/, rules: ['required-property-added'] },
  // Covered by `default`, a status may still lose its content.
  { ids: /^response-success-status-removed$/, rules: ['response-removed', 'media-type-removed'] },
  { ids: /^response-media-type-removed$/, rules: ['media-type-removed'] },
]

/** The rules, by their names in the family, that would be right about an id of the corpus. */
export function rulesFor(id: string): readonly string[] {
  const find = (answers: readonly Answer[], words: string): readonly string[] | undefined =>
    answers.find(({ ids }) => ids.test(words))?.rules
  return (
    find(OTHERS, id) ??
    (REQUEST.test(id) ? find(SENT, id.replace(REQUEST, '')) : undefined) ??
    (RESPONSE.test(id) ? find(RECEIVED, id.replace(RESPONSE, '')) : undefined) ??
    []
  )
}
