/** Beginnings of keys that providers issue; what follows is secret. */
const KNOWN =
  /\b(?:AKIA|ASIA|gh[opsur]_|github_pat_|glpat-|[srp]k_(?:live|test)_|sk-|xox[abeprs]-|AIza|ya29\.|SG\.|npm_|pypi-|hf_|shp(?:at|ss)_|dop_v1_)[\w.+/=~-]{6,}/g
const TOKEN = /[A-Za-z0-9_+=~-]{20,}/g
const STRING = /(["'`])((?:\\.|(?!\1).)*)\1/g

/**
 * A line of source with what could be a secret replaced, character by character so that columns stay true. `whole`
 * hides the content of every string: for lines on which a rule found a credential.
 */
export function maskSecrets(line: string, whole = false): string {
  let masked = line
    .replace(KNOWN, (key) => dots(key, 4))
    .replace(TOKEN, (token) => (looksRandom(token) ? dots(token, 4) : token))
  if (!whole) return masked
  let found = false
  masked = masked.replace(STRING, (_string, quote: string, content: string) => {
    found = true
    return `${quote}${dots(content, 0)}${quote}`
  })
  // Unquoted values: YAML, .env files, properties, the inside of a PEM block.
  return found
    ? masked
    : masked.replace(
        /^(\s*[\w.-]+\s*[:=]\s*)?(.+)$/,
        (_, key: string | undefined, value: string) => (key ?? '') + dots(value, 0),
      )
}

/** Digits and letters that alternate often: names of things hardly do. */
function looksRandom(token: string): boolean {
  const kinds = token.split('').map((character) => (/\d/.test(character) ? 'digit' : 'letter'))
  return kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length >= 4
}

function dots(text: string, keep: number): string {
  return text.slice(0, keep) + '•'.repeat(Math.max(0, text.length - keep))
}
