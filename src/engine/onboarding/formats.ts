/** A kind of file that rules look at, and how many of them there are. */
export interface Format {
  name: string
  files: number
}

/** What the names of files tell; which tool really runs a migration, its folder alone says only roughly. */
const KINDS: readonly [name: string, pattern: RegExp][] = [
  ['OpenAPI', /(?:^|\/)(?:openapi|swagger)[\w.-]*\.(?:ya?ml|json)$/i],
  ['AsyncAPI', /(?:^|\/)asyncapi[\w.-]*\.(?:ya?ml|json)$/i],
  ['GraphQL', /\.(?:graphqls?|gql)$/i],
  ['Protocol Buffers', /\.proto$/i],
  ['Avro', /\.(?:avsc|avdl|avpr)$/i],
  ['JSON Schema', /\.schema\.json$/i],
  ['WSDL and XML Schema', /\.(?:wsdl|xsd)$/i],
  [
    'migrations',
    /(?:^|\/)(?:migrations?|migrate|alembic\/versions|changelogs?)\/(?:.*\/)?[^/]+\.(?:sql|rb|py|[cm]?[jt]s|php|exs|xml|ya?ml|cs|go|rs)$/i,
  ],
  ['JavaScript and TypeScript', /\.[cm]?[jt]sx?$/],
  ['Python', /\.py$/],
  ['Java', /\.java$/],
  ['Kotlin', /\.kts?$/],
  ['Go', /\.go$/],
  ['Ruby', /\.rb$/],
  ['PHP', /\.php$/],
  ['C#', /\.cs$/],
  ['Rust', /\.rs$/],
  ['workflows of GitHub Actions', /^\.github\/workflows\/[^/]+\.ya?ml$/],
]

/** Code of others, and what builds make. */
const NOT_OURS = /(?:^|\/)(?:node_modules|vendor|third_party|dist|build|target)\//

/** What a tree holds of what rules look at, in the order above: contracts and migrations first, then code. */
export function formatsOf(paths: Iterable<string>): Format[] {
  const counts = new Map<string, number>()
  for (const path of paths) {
    if (NOT_OURS.test(path)) continue
    for (const [name, pattern] of KINDS) {
      if (pattern.test(path)) counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  }
  return KINDS.flatMap(([name]) => {
    const files = counts.get(name)
    return files === undefined ? [] : [{ name, files }]
  })
}
