/** Text that fits into `width`, with its middle left out where it is longer. */
export function shortenMiddle(text: string, width: number): string {
  if (text.length <= width) return text
  const half = Math.max(1, Math.floor((width - 1) / 2))
  return `${text.slice(0, half)}…${text.slice(-half)}`
}

/** Rows as columns that are as wide as their widest cell, two spaces apart. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  return rows
    .map((row) =>
      row
        .map((value, column) => value.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
