/** The specifier by which `from` imports `path`. */
export function relativePath(path: string, from: string, ending: (extension: string) => string): string {
  const here = from.split('/').slice(0, -1)
  const there = path.split('/')
  let common = 0
  while (common < here.length && common < there.length - 1 && here[common] === there[common]) common++
  const up = here.length - common
  const file = there.slice(common).join('/')
  const dot = file.lastIndexOf('.')
  const extension = file.slice(dot + 1)
  const tail = ending(extension)
  const bare = file.slice(0, dot)
  // A folder stands for its index where files are named without their extension.
  const short = tail === '' && /(?:^|\/)index$/.test(bare) ? bare.replace(/\/?index$/, '') : bare + tail
  const prefix = up === 0 ? './' : '../'.repeat(up)
  return short === '' ? (up === 0 ? './index' : prefix.slice(0, -1)) : prefix + short
}
