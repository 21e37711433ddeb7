export interface Sample {
  text: string
  /** The file that it stands in, where the rule asks for one. */
  path?: string
}

/** Samples of one function of gitleaks' `cmd/generate/config/rules`. */
export interface Samples {
  id: string
  /** `file.go:RuleID`. */
  name: string
  isTrue: Sample[]
  isFalse: Sample[]
  /** Expressions that call what is not understood here: counted, not guessed. */
  unread: number
}

type Tokens = { kind: 'text' | 'word' | 'sign'; value: string }[]

/** What the rules' source calls to say a part of a pattern (`cmd/generate/config/utils/patterns.go`). */
const CHARACTERS: Record<string, string> = {
  Numeric: '[0-9]',
  Hex: '[a-f0-9]',
  AlphaNumeric: '[a-z0-9]',
  AlphaNumericExtendedShort: '[a-z0-9_-]',
  AlphaNumericExtended: '[a-z0-9=_\\-]',
  AlphaNumericExtendedLong: '[a-z0-9\\/=_\\+\\-]',
}
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/** Where gitleaks wraps a key into settings and code (the shapes it tries every key in). */
const SHAPES = [
  (name: string, key: string) => `${name}Token="${key}"`,
  (name: string, key: string) => `${name}Token = ${key}`,
  (name: string, key: string) => `{\n    "${name}_token": "${key}"\n}`,
  (name: string, key: string) => `<${name}Token>\n    ${key}\n</${name}Token>`,
  (name: string, key: string) => `${name}_token: ${key}`,
  (name: string, key: string) => `${name}_token: '${key}'`,
  (name: string, key: string) => `string ${name}Token = "${key}";`,
  (name: string, key: string) => `var ${name}Token string = "${key}"`,
  (name: string, key: string) => `${name}Token := \`${key}\``,
  (name: string, key: string) => `$${name}Token .= "${key}"`,
  (name: string, key: string) => `System.setProperty("${name.toUpperCase()}_TOKEN", "${key}")`,
  (name: string, key: string) => `  "${name}Token" => "${key}"`,
  (name: string, key: string) => `${name}_TOKEN ::= "${key}"`,
  (name: string, key: string) => `${name}_TOKEN ?= "${key}"`,
]

/** Reads the `tps` and `fps` of each rule; `sample` makes a text that a pattern matches. */
export function samplesOf(file: string, source: string, sample: (pattern: string) => string): Samples[] {
  return source.split(/^func /m).flatMap((body) => {
    const id = /RuleID:\s*"([^"]+)"/.exec(body)?.[1]
    if (id === undefined) return []
    const samples: Samples = { id, name: `${file}:${id}`, isTrue: [], isFalse: [], unread: 0 }
    const tokens = tokensOf(body)
    for (const [index, token] of tokens.entries()) {
      if (token.value !== 'tps' && token.value !== 'fps') continue
      const sign = tokens[index + 1]?.value
      if (sign !== '=' && sign !== ':=') continue
      const reader = new Reader(tokens, index + 2, sample)
      const into = token.value === 'tps' ? samples.isTrue : samples.isFalse
      into.push(...reader.list())
      samples.unread += reader.unread
    }
    return [samples]
  })
}

function tokensOf(source: string): Tokens {
  const pattern = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|`([^`]*)`|("(?:[^"\\\n]|\\.)*")|([A-Za-z_][\w.]*)|(:=|\S)/g
  return [...source.matchAll(pattern)].flatMap(([, raw, quoted, word, sign]): Tokens => {
    if (raw !== undefined) return [{ kind: 'text', value: raw }]
    if (quoted !== undefined) return [{ kind: 'text', value: unquote(quoted) }]
    if (word !== undefined) return [{ kind: 'word', value: word }]
    return sign === undefined ? [] : [{ kind: 'sign', value: sign }]
  })
}

function unquote(text: string): string {
  try {
    return JSON.parse(text) as string
  } catch {
    return text.slice(1, -1)
  }
}

/** Evaluates the few expressions that samples are written with. */
class Reader {
  unread = 0
  readonly #tokens: Tokens
  readonly #sample: (pattern: string) => string
  #at: number

  constructor(tokens: Tokens, at: number, sample: (pattern: string) => string) {
    this.#tokens = tokens
    this.#at = at
    this.#sample = sample
  }

  /** A `[]string{…}`, an `append(tps, …)`, a call that gives a list, or a map of paths to texts. */
  list(): Sample[] {
    const word = this.#next()
    if (word === 'append') {
      this.#next()
      this.#next()
      const found: Sample[] = []
      while (this.#peek() === ',') {
        this.#next()
        if (this.#peek() === ')') break
        found.push(...this.#many())
      }
      return found
    }
    if (word === '[' || word === 'map') {
      while (this.#peek() !== '{' && this.#at < this.#tokens.length) this.#at++
      this.#next()
      const found: Sample[] = []
      while (this.#peek() !== '}' && this.#at < this.#tokens.length) {
        const many = this.#many()
        if (this.#peek() === ':') {
          this.#next()
          const [path] = many
          found.push(...this.#many().map(({ text }) => ({ text, ...(path && { path: path.text }) })))
        } else found.push(...many)
        if (this.#peek() === ',') this.#next()
        else if (this.#peek() !== '}') this.#at++
      }
      return found
    }
    this.#at--
    return this.#many()
  }

  #many(): Sample[] {
    if (this.#peek() === 'utils.GenerateSampleSecrets') {
      this.#at += 2
      const name = this.#text()
      this.#next()
      const key = this.#text()
      this.#close()
      if (name === undefined || key === undefined) return []
      return SHAPES.map((shape) => ({ text: shape(name, key) }))
    }
    const one = this.#text()
    return one === undefined ? [] : [{ text: one }]
  }

  #text(): string | undefined {
    let text = this.#term()
    while (this.#peek() === '+') {
      this.#next()
      const more = this.#term()
      text = text === undefined || more === undefined ? undefined : text + more
    }
    if (text === undefined) this.unread++
    return text
  }

  #term(): string | undefined {
    const token = this.#tokens[this.#at++]
    if (token?.kind === 'text') return token.value
    const name = token?.value ?? ''
    if (this.#peek() !== '(') return undefined
    this.#next()
    const [first, second] = this.#arguments()
    if (name === 'secrets.NewSecret' || name === 'secrets.NewSecretWithEntropy')
      return first === undefined ? undefined : this.#sample(first)
    if (name === 'utils.GenerateSampleSecret')
      return first === undefined || second === undefined ? undefined : `${first}_api_token = "${second}"`
    if (name === 'utils.Hex8_4_4_4_12') return UUID
    const characters = CHARACTERS[name.replace(/^utils\./, '')]
    return characters === undefined || first === undefined ? undefined : `${characters}{${first}}`
  }

  #arguments(): (string | undefined)[] {
    const found: (string | undefined)[] = []
    while (this.#peek() !== ')' && this.#at < this.#tokens.length) {
      if (/^[\d.]$/.test(this.#peek() ?? '')) {
        this.#next()
        found.push(undefined)
      } else {
        found.push(this.#text())
      }
      while (this.#peek() !== ',' && this.#peek() !== ')' && this.#at < this.#tokens.length) this.#at++
      if (this.#peek() === ',') this.#next()
    }
    this.#next()
    return found
  }

  #close(): void {
    while (this.#peek() !== ')' && this.#at < this.#tokens.length) this.#at++
    this.#next()
  }

  #peek(): string | undefined {
    const token = this.#tokens[this.#at]
    return token?.kind === 'text' ? undefined : token?.value
  }

  #next(): string | undefined {
    return this.#tokens[this.#at++]?.value
  }
}
