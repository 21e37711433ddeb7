/** What people write where a key would stand. */
const PLACEHOLDER =
  /example|sample|dummy|fake|placeholder|changeme|redacted|your|xxxx|notareal|foobar|deadbeef|0{8}|1234567|abcdef|qwerty|here$|\.\.\.|<|\{/i

export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value) || /(.)\1{6}/.test(value)
}

/** Shannon entropy in bits a character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

const KIND = new Uint8Array(128)
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code)
  KIND[code] = /\d/.test(character) ? 1 : /[a-z]/.test(character) ? 2 : /[A-Z]/.test(character) ? 3 : 0
}

/**
 * Whether a value without a known shape was made by a machine: digits among letters all over, and no words. What
 * people name (paths, versions, `users-v2-primary`) changes its kind of character seldom.
 */
export function looksRandom(value: string): boolean {
  let [digits, letters, changes, run, last] = [0, 0, 0, 0, 0]
  for (let at = 0; at < value.length; at++) {
    const kind = KIND[value.charCodeAt(at)] ?? 0
    // Signs part the words of a name: they are no change of kind.
    if (kind === 0) {
      run = 0
      continue
    }
    if (kind === 1) digits++
    else letters++
    if (last !== 0 && kind !== last) changes++
    run = kind === 2 ? run + 1 : 0
    last = kind
    // Thirteen small letters in a row are a word, or several.
    if (run > 12) return false
  }
  if (digits < 2 || letters < 2 || changes < Math.max(5, value.length / 7)) return false
  // Code: `models.ApiKey.get_by_api_key`.
  if (/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(value)) return false
  if (/^\d{4}-\d\d-\d\d/.test(value) || /^v?\d+(?:\.\d+)+/.test(value)) return false
  return (
    entropy(value) >= (value.length < 24 || /^[0-9a-f-]*$/i.test(value) ? 2.9 : 3.3) && !isPlaceholder(value)
  )
}
