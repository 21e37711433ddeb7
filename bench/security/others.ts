import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measure } from '../openapi/measure.ts'

/** Calls that 60 rules for ast-grep look for, each with an argument put together: what our rules ask about in Java. */
const CALLS =
  `executeQuery executeUpdate execute prepareStatement prepareCall createQuery createNativeQuery queryForObject
queryForList batchUpdate exec start eval parseExpression compile evaluate search lookup bind sendRedirect setHeader addHeader
addCookie setSecure setHttpOnly getInstance initialize init digest nextInt nextBytes random readObject readValue fromXML load
parse newInstance setFeature setProperty newDocumentBuilder newSAXParser openConnection openStream create resolve getResource
delete write println print format append info warn error sendError forward include putValue setAttribute`.split(
    /\s+/,
  )

/** Files a second of processor time of ast-grep's command line over some files, with 60 rules on one thread. */
export function astGrep(tools: string, files: readonly string[]): number {
  const rules = CALLS.slice(0, 60).map(
    (call) =>
      `id: ${call}\nlanguage: java\nseverity: warning\nrule: { pattern: $OBJECT.${call}($A + $B) }\nmessage: put together\n`,
  )
  return inFolder((folder) => {
    const file = join(folder, 'rules.yml')
    writeFileSync(file, rules.join('---\n'))
    const args = ['scan', '--rule', file, '--threads', '1', '--json=stream', ...files]
    return rate(files, measure(join(tools, 'node_modules/.bin/ast-grep'), args))
  })
}

/** Files a second of processor time of ESLint with the recommended rules of eslint-plugin-security. */
export function eslintSecurity(tools: string, files: readonly string[]): number {
  return inFolder(() => {
    // A configuration finds its plugin from where it lies.
    const config = join(tools, 'eslint.bench.config.mjs')
    writeFileSync(
      config,
      `import security from 'eslint-plugin-security'
export default [{ ...security.configs.recommended, files: ['**/*.{js,cjs,mjs}'], linterOptions: { reportUnusedDisableDirectives: 'off' } }]\n`,
    )
    const eslint = join(tools, 'node_modules/eslint/bin/eslint.js')
    const plain = files.filter((file) => /\.[cm]?js$/.test(file))
    // Files outside the folder that it is started in are ignored.
    const args = [eslint, '--config', config, '--no-inline-config', '--format', 'json', ...plain]
    return rate(plain, measure(process.execPath, args, '/'))
  })
}

function rate(files: readonly string[], measured: ReturnType<typeof measure>): number {
  if (measured.kind === 'failed') throw new Error(measured.why)
  return files.length / measured.cpu
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'bench-security-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
