import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { readMarkdown } from './markdown.ts'

/** Where the project's own files are shown; what a page links to there is a file of this tree. */
export const REPOSITORY = 'https://github.com/roadmap-review/roadmap-review/blob/main/'
const root = join(import.meta.dirname, '../..')

/** Addresses that lead nowhere for a reader: examples, and this machine. */
const DENIED = /(^|\.)(example(\.(com|org|net))?|test|invalid|local|localhost)$|^(127\.|0\.0\.0\.0$|10\.|\[)/

/** Every Markdown page that people read: not those of the fixtures. */
export function markdownFiles(): string[] {
  const names = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  return names
    .split('\0')
    .filter((path) => /^(README\.md$|docs\/|config\/|checks\/|test\/[^/]+\/README\.md$)/.test(path))
    .filter((path) => existsSync(join(root, path)))
}

export function readPage(path: string): ReturnType<typeof readMarkdown> {
  return readMarkdown(readFileSync(join(root, path), 'utf8'))
}

/** Why an address is no good, or undefined. Outside addresses are only judged by their form: no test needs the network. */
export function problemOfAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return 'is no address'
  if (address.startsWith(REPOSITORY)) return problemOfPath(decodeURI(address.slice(REPOSITORY.length)))
  const { protocol, hostname } = new URL(address)
  if (protocol !== 'https:') return 'is not https'
  if (DENIED.test(hostname)) return 'leads to a host that is only an example'
  return hostname.includes('.') ? undefined : 'leads to no public host'
}

/** Why a path of this tree, with or without an anchor, leads nowhere; or undefined. */
export function problemOfPath(link: string): string | undefined {
  const [path = '', anchor] = link.split('#', 2)
  const file = join(root, path)
  if (normalize(path).startsWith('..')) return 'leads out of the repository'
  if (!existsSync(file)) return 'is no file of the repository'
  if (anchor === undefined || anchor === '') return undefined
  if (!path.endsWith('.md') || statSync(file).isDirectory()) return 'names a place in what has none'
  return readPage(path).anchors.has(decodeURIComponent(anchor))
    ? undefined
    : 'names a heading that is not there'
}
