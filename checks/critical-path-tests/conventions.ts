import { extensionOf, languageOf } from '../../src/parse/code/index.ts'

/**
 * Paths at which a test of `path` would stand by the naming conventions of its language, likeliest first.
 * Folders are mirrored: `src/a/b.py` to `tests/a/test_b.py`, `src/main/java/x/A.java` to `src/test/java/x/ATest.java`.
 */
export function conventionalTests(path: string): string[] {
  const slash = path.lastIndexOf('/')
  const folder = slash < 0 ? '' : path.slice(0, slash + 1)
  const extension = extensionOf(path)
  const name = path.slice(slash + 1, -(extension.length + 1))
  const inner = folder.replace(/^(?:.*\/)?(?:src|lib|app)\//, '')
  switch (languageOf(path)) {
    case 'javascript':
    case 'typescript':
    case 'tsx':
      return ['test', 'spec'].flatMap((kind) => [
        `${folder}${name}.${kind}.${extension}`,
        `${folder}__tests__/${name}.${kind}.${extension}`,
        `test/${inner}${name}.${kind}.${extension}`,
        `tests/${inner}${name}.${kind}.${extension}`,
        `test/${inner}${name}.${extension}`,
      ])
    case 'python':
      return [
        `${folder}tests/test_${name}.py`,
        `tests/${folder}test_${name}.py`,
        `tests/${inner}test_${name}.py`,
        `tests/test_${name}.py`,
        `${folder}test_${name}.py`,
        `${folder}${name}_test.py`,
        `${folder}tests.py`,
      ]
    case 'go':
      return [`${folder}${name}_test.go`]
    case 'java': {
      const mirrored = folder.replace('src/main/', 'src/test/')
      return ['Test', 'Tests', 'IT', 'TestCase'].map((suffix) => `${mirrored}${name}${suffix}.java`)
    }
    case 'ruby':
      return [
        `spec/${folder.replace(/^(?:app|lib)\//, folder.startsWith('lib/') ? 'lib/' : '')}${name}_spec.rb`,
        `spec/${inner}${name}_spec.rb`,
        `test/${inner}${name}_test.rb`,
      ]
    case 'php':
      return [
        `tests/${inner}${name}Test.php`,
        `tests/Unit/${inner}${name}Test.php`,
        `tests/Feature/${inner}${name}Test.php`,
      ]
    case 'c-sharp':
      return [`${folder}${name}Tests.cs`, `${folder}${name}Test.cs`]
    case 'rust':
      return [`tests/${name}.rs`]
    default:
      return []
  }
}

/**
 * Whether a test is named after a source file, in whatever folder it stands: `test/functional/tills_controller_test.rb`
 * after `app/controllers/tills_controller.rb`.
 */
export function isNamedAfter(testPath: string, path: string): boolean {
  if (languageOf(testPath) !== languageOf(path)) return false
  const plain = stemOf(testPath)
  const named = plain
    .replace(/^test_/, '')
    .replace(/(?:_test|_spec|[-.](?:test|spec)|Tests?|TestCase|IT|Spec)$/, '')
  return named !== '' && named !== plain && named === stemOf(path)
}

/** Whether a changed file is data that tests beside or above a source file read: Go's `testdata`, fixtures, snapshots. */
export function isTestDataFor(testPath: string, path: string): boolean {
  const folder = /^(.*?)(?:testdata|fixtures|__fixtures__|__snapshots__)\//.exec(testPath)?.[1]
  return folder !== undefined && folder !== '' && path.startsWith(folder)
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '')
}

/** Whether a test's text speaks of a source file: by its module or class name. */
export function mentions(text: string, path: string): boolean {
  const own = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '')
  // `__init__`, `mod` and `index` are named by their folder.
  const stem = /^(?:__init__|mod|index|lib|main)$/.test(own) ? (dirname(path).split('/').at(-1) ?? own) : own
  const camel = stem.replaceAll(/(?:^|[_-])(\w)/g, (_, letter: string) => letter.toUpperCase())
  return [stem, camel].some((word) => word !== '' && hasWord(text, word))
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' '
    const after = text[at + word.length] ?? ' '
    if (!/[\p{L}\d_]/u.test(before) && !/[\p{L}\d_]/u.test(after)) return true
  }
  return false
}

function dirname(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
