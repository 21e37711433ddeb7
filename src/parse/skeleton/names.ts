/** `gross is below 0` as `gross_is_below_0`, of at most `most` characters. */
export function snakeCase(words: string, most = 80): string {
  const parts = fitting(wordsOf(words), most)
  let name = ''
  for (const part of parts) {
    const next = name === '' ? part : `${name}_${part}`
    if (next.length > most) break
    name = next
  }
  return (name === '' ? (parts[0] ?? 'it').slice(0, most) : name).toLowerCase()
}

/** `gross is below 0` as `grossIsBelow0`. */
export function camelCase(words: string, most = 70): string {
  let name = ''
  for (const part of fitting(wordsOf(words), most)) {
    const next = name === '' ? part[0]?.toLowerCase() + part.slice(1) : name + capital(part)
    if (next.length > most && name !== '') break
    name = next.slice(0, most)
  }
  return name === '' ? 'it' : name
}

export function pascalCase(words: string, most = 70): string {
  return capital(camelCase(words, most))
}

export function capital(word: string): string {
  return word === '' ? '' : word[0]?.toUpperCase() + word.slice(1)
}

/** As many words as fit, without those at the end that wait for another. */
function fitting(words: readonly string[], most: number): string[] {
  let length = 0
  const kept = words.filter((word) => (length += word.length + 1) <= most + 1)
  if (kept.length === words.length) return kept
  while (
    kept.length > 1 &&
    /^(?:is|and|or|not|when|of|a|an|at|the|that|in|does|unless|throws)$/i.test(kept.at(-1) ?? '')
  )
    kept.pop()
  return kept
}

/** The name of the class that a test file holds, made of its own. */
export function classNameOf(path: string): string {
  const name = path
    .replace(/^.*\//, '')
    .replace(/\.[^.]*$/, '')
    .replaceAll(/\W/g, '')
  return /^\d/.test(name) ? `Test_${name}` : name
}

/** Only what may stand in a name in every language. */
function wordsOf(text: string): string[] {
  return (
    text
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
      .match(/[A-Za-z0-9]+/g)
      ?.filter((word) => word !== '') ?? []
  )
}

/** Makes each name that is asked for the only one. */
export class Names {
  readonly #taken: Set<string>

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken)
  }

  /** The name, with a number behind it where it is taken. */
  of(name: string): string {
    let free = name
    for (let number = 2; this.#taken.has(free); number++) free = `${name}${number}`
    this.#taken.add(free)
    return free
  }
}
