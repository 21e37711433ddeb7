/**
 * Order of two versions as the frameworks compare them: by numbers, part by part (`1.10` after `1.9`,
 * `2` after `1.9`, `007` equal to `7`), then by text.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x, y] = [left[i] ?? '0', right[i] ?? '0']
    if (x.length !== y.length) return x.length - y.length
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}

/** Numbers of a version without leading zeros: compared by length, then digit by digit, of any size. */
function parts(version: string): string[] {
  return version.split(/[^0-9]+/).map((part) => part.replace(/^0+(?=\d)/, ''))
}

/** One spelling for versions that a framework takes as equal. */
export function normalVersion(version: string): string {
  return parts(version)
    .join('.')
    .replace(/(?:\.0)+$/, '')
}
