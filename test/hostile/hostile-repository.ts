import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A word that stands only outside the repository: where it shows up, something outside was read. */
export const CANARY = 'canary-7f3a91'

export interface HostileRepository extends Disposable {
  path: string
  base: string
  head: string
  /** Branch of the head, with what a shell would make something of. */
  branch: string
}

/** A pull request made to get out of its box: names, links, references, encodings and sizes. */
export function hostileRepository(url: string): HostileRepository {
  const outside = mkdtempSync(join(tmpdir(), 'roadmap-review-outside-'))
  const path = join(outside, 'repository')
  mkdirSync(path)
  writeFileSync(join(outside, 'secret.yaml'), `type: object\ndescription: ${CANARY}\n`)
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', path, '-c', 'user.name=Eve', '-c', 'user.email=eve@example.com', ...args], {
      encoding: 'utf8',
    }).trim()
  const write = (file: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(path, file)), { recursive: true })
    writeFileSync(join(path, file), content)
  }
  git('init', '--quiet', '--initial-branch', 'main')
  for (const name of ['openapi', 'absolute', 'remote', 'file-url', 'self', 'bomb']) {
    write(`api/${name}.yaml`, spec("{ $ref: '#/components/schemas/Pet' }"))
  }
  write('db/migrations/000001_a.up.sql', 'CREATE TABLE a (id int);\n')
  write('db/migrations/000001_a.down.sql', 'DROP TABLE a;\n')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'base')
  const base = git('rev-parse', 'HEAD')
  const branch = 'evil;$(touch${IFS}pwned)`id`&&x'
  git('switch', '--quiet', '--create', branch)

  write('api/openapi.yaml', spec(`{ $ref: '../../secret.yaml' }`))
  write('api/absolute.yaml', spec(`{ $ref: '/etc/passwd' }`))
  write('api/remote.yaml', spec(`{ $ref: '${url}/schema.yaml' }`))
  write('api/file-url.yaml', spec(`{ $ref: 'file://${outside}/secret.yaml' }`))
  write(
    'api/self.yaml',
    `${spec("{ $ref: '#/components/schemas/Loop' }")}    Loop: { $ref: '#/components/schemas/Loop' }\n`,
  )
  write('api/bomb.yaml', yamlBomb())
  write('api/deep.json', `{"openapi":"3.1.0","x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)
  write(
    'api/proto.json',
    '{"openapi":"3.1.0","info":{"title":"p","version":"1"},"paths":{},"__proto__":{"polluted":true}}',
  )
  symlinkSync(join(outside, 'secret.yaml'), join(path, 'api/link.yaml'))
  symlinkSync('../..', join(path, 'api/up'))
  symlinkSync('/etc/passwd', join(path, 'db/migrations/000002_b.up.sql'))
  write('db/migrations/000003_nul.up.sql', 'CREATE TABLE b (id int);\0\n')
  write('db/migrations/000004_latin1.up.sql', Buffer.from('-- caf\xe9\nCREATE TABLE c (id int);\n', 'latin1'))
  write('db/migrations/000005_crlf.up.sql', 'CREATE TABLE d (\r\n  id int\r\n);\r\n')
  write('db/migrations/000006_bom.up.sql', '\uFEFFCREATE TABLE e (id int);\n')
  write(
    'db/migrations/000007_lfs.up.sql',
    'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n',
  )
  write('db/migrations/000008_\n<img src=x>.up.sql', 'CREATE TABLE f (id int);\n')
  write('db/migrations/000009_🙈`@everyone`.up.sql', 'CREATE TABLE g (id int);\n')
  write('-rf/--output=x.up.sql', 'CREATE TABLE h (id int);\n')
  write('src/huge.js', Buffer.alloc(100 * 1024 * 1024, 'const a = 1;\n'))
  write('src/minified.js', `const a = '${'x'.repeat(10_000_000)}'\n`)
  write('src/nested.js', `const a = ${'('.repeat(50_000)}1${')'.repeat(50_000)}\n`)
  write('src/broken.py', 'def f(:\n  yaml.load(\n'.repeat(1000))
  git('add', '--all')
  git('commit', '--quiet', '--message', 'head')
  const head = git('rev-parse', 'HEAD')
  return {
    path,
    base,
    head,
    branch,
    [Symbol.dispose]: () => rmSync(outside, { recursive: true, force: true }),
  }
}

function spec(schema: string): string {
  return `openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
paths:
  /pets:
    get:
      responses:
        "200":
          description: Pets
          content: { application/json: { schema: ${schema} } }
components:
  schemas:
    Pet: { type: object, required: [name], properties: { name: { type: string } } }
`
}

/** Nine aliases of nine aliases of …: ten levels, a thousand million nodes. */
function yamlBomb(): string {
  const levels = Array.from({ length: 10 }, (_, level) =>
    level === 0
      ? 'a0: &a0 [x]'
      : `a${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ')}]`,
  )
  return `openapi: 3.1.0\n${levels.join('\n')}\npaths: { /x: *a9 }\n`
}
