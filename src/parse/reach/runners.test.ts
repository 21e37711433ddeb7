import { expect, test } from 'vitest'
import { memorySnapshot } from '../../changeset/memory.ts'
import { codeTree } from './code-tree.ts'
import { dotnet } from './dotnet/ecosystem.ts'
import type { Ecosystem } from './ecosystem.ts'
import { go } from './go/ecosystem.ts'
import { javascript } from './javascript/ecosystem.ts'
import { jvm } from './jvm/ecosystem.ts'
import { php } from './php/ecosystem.ts'
import { python } from './python/ecosystem.ts'
import { ruby } from './ruby/ecosystem.ts'
import { rust } from './rust/ecosystem.ts'

/** One small file of tests as each runner's own pages write it, and one beside it that is none, whatever it is called. */
const RUNNERS: readonly [
  runner: string,
  Ecosystem,
  tests: Record<string, string>,
  others: Record<string, string>,
][] = [
  [
    'vitest',
    javascript,
    { 'a.test.ts': "import { it } from 'vitest'\nit('a', () => {})\n" },
    { 'b.test.ts': 'export const b = 1\n' },
  ],
  [
    'jest',
    javascript,
    { '__tests__/a.js': "describe('a', () => { it('b', () => {}) })\n", 'package.json': '{"jest":{}}' },
    { '__tests__/b.js': 'module.exports = 1\n' },
  ],
  [
    'mocha',
    javascript,
    { 'test/a.js': "describe('a', function () { it('b', function () {}) })\n" },
    { 'test/b.js': 'module.exports = 1\n' },
  ],
  [
    'node:test',
    javascript,
    { 'test/a.mjs': "import test from 'node:test'\ntest('a', () => {})\n" },
    { 'test/b.mjs': 'export default 1\n' },
  ],
  [
    'ava',
    javascript,
    { 'test/a.js': "import test from 'ava'\ntest('a', t => t.pass())\n" },
    { 'test/b.js': 'export default 1\n' },
  ],
  [
    'playwright',
    javascript,
    { 'e2e/a.spec.ts': "import { test } from '@playwright/test'\ntest('a', async ({ page }) => {})\n" },
    { 'e2e/b.spec.ts': 'export const b = 1\n' },
  ],
  [
    'pytest',
    python,
    { 'test_a.py': 'def test_a():\n    assert True\n' },
    { 'test_b.py': 'def b():\n    pass\n' },
  ],
  [
    'unittest',
    python,
    { 'checks/a.py': 'import unittest\nclass A(unittest.TestCase):\n    def test_a(self): pass\n' },
    { 'checks/b.py': 'import unittest\nclass B: pass\n' },
  ],
  [
    'Django',
    python,
    { 'shop/tests.py': 'from django.test import TestCase\nclass A(TestCase):\n    def test_a(self): pass\n' },
    { 'shop/testing.py': 'def b(): pass\n' },
  ],
  [
    'JUnit 4',
    jvm,
    { 'src/test/java/A.java': 'import org.junit.Test;\npublic class A { @Test public void a() {} }\n' },
    { 'src/test/java/BTest.java': 'class BTest { void b() {} }\n' },
  ],
  [
    'JUnit 5',
    jvm,
    { 'src/test/java/A.java': 'import org.junit.jupiter.api.Test;\nclass A { @Test void a() {} }\n' },
    { 'src/test/java/BTest.java': 'class BTest { void b() {} }\n' },
  ],
  [
    'TestNG',
    jvm,
    {
      'src/test/java/A.java':
        'import org.testng.annotations.Test;\n@Test\npublic class A { public void a() {} }\n',
    },
    { 'src/test/java/BTest.java': 'class BTest { void b() {} }\n' },
  ],
  [
    'Kotest',
    jvm,
    {
      'src/test/kotlin/A.kt':
        'import io.kotest.core.spec.style.StringSpec\nclass A : StringSpec({ "a" { } })\n',
    },
    { 'src/test/kotlin/BSpec.kt': 'class BSpec { fun b() {} }\n' },
  ],
  [
    'Spock',
    jvm,
    {
      'src/test/groovy/A.groovy':
        'import spock.lang.Specification\nclass A extends Specification { def "a"() { expect: true } }\n',
    },
    { 'src/test/groovy/BSpec.groovy': 'class BSpec { def b() {} }\n' },
  ],
  [
    'Go',
    go,
    { 'a_test.go': 'package a\nimport "testing"\nfunc TestA(t *testing.T) {}\n', 'go.mod': 'module a\n' },
    { 'b_test.go': 'package a\nfunc b() {}\n' },
  ],
  [
    'RSpec',
    ruby,
    { 'spec/a_spec.rb': "RSpec.describe 'a' do\n  it('b') { expect(1).to eq 1 }\nend\n" },
    { 'spec/b_spec.rb': 'class B\nend\n' },
  ],
  [
    'minitest',
    ruby,
    { 'test/a_test.rb': 'class ATest < Minitest::Test\n  def test_a; assert true; end\nend\n' },
    { 'test/b_test.rb': 'class B\nend\n' },
  ],
  [
    'PHPUnit',
    php,
    {
      'tests/ATest.php':
        '<?php\nclass ATest extends \\PHPUnit\\Framework\\TestCase { public function testA() {} }\n',
    },
    { 'tests/BTest.php': '<?php\nclass B {}\n' },
  ],
  [
    'Pest',
    php,
    { 'tests/a.php': "<?php\nit('adds', function () { expect(1)->toBe(1); });\n" },
    { 'tests/b.php': '<?php\nclass B {}\n' },
  ],
  [
    'xUnit',
    dotnet,
    { 'T/A.cs': 'using Xunit;\npublic class A { [Fact] public void B() {} }\n' },
    { 'T/BTests.cs': 'public class BTests { public void B() {} }\n' },
  ],
  [
    'NUnit',
    dotnet,
    { 'T/A.cs': 'using NUnit.Framework;\npublic class A { [Test] public void B() {} }\n' },
    { 'T/BTests.cs': 'public class BTests { public void B() {} }\n' },
  ],
  [
    'MSTest',
    dotnet,
    { 'T/A.cs': '[TestClass] public class A { [TestMethod] public void B() {} }\n' },
    { 'T/BTests.cs': 'public class BTests { public void B() {} }\n' },
  ],
  [
    'cargo, inline',
    rust,
    {
      'src/lib.rs': '#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() {}\n}\n',
      'Cargo.toml': '[package]\nname = "a"\n',
    },
    { 'src/tests.rs': 'pub fn b() {}\n' },
  ],
  [
    'cargo, integration',
    rust,
    { 'tests/a.rs': '#[test]\nfn a() {}\n', 'Cargo.toml': '[package]\nname = "a"\n' },
    { 'tests/b.rs': 'pub fn b() {}\n' },
  ],
]

async function testsOf(ecosystem: Ecosystem, files: Record<string, string>): Promise<string[]> {
  const tree = await codeTree(ecosystem, memorySnapshot(files), AbortSignal.timeout(20_000))
  return tree?.tests.toSorted() ?? []
}

test.each(RUNNERS)(
  '%s: tests by what they hold, never by their name alone',
  async (_, ecosystem, tests, others) => {
    const [path = ''] = Object.keys(tests)
    expect(await testsOf(ecosystem, { ...others, ...tests })).toEqual([path])
  },
)

const CHECK = 'def test_a():\n    assert True\n'
test.each([
  ['pytest.ini', '[pytest]\ntestpaths = checks\npython_files = check_*.py\n    verify_*.py\naddopts = -q\n'],
  [
    'pyproject.toml',
    '[tool.pytest.ini_options]\ntestpaths = ["checks"]\npython_files = [\n  "check_*.py", # ours\n  "verify_*.py",\n]\n[tool.other]\npython_files = "*.py"\n',
  ],
  [
    'setup.cfg',
    '[metadata]\nname = a\n[tool:pytest]\ntestpaths = checks\npython_files = check_*.py verify_*.py\n',
  ],
  ['tox.ini', '[tox]\nenvlist = py\n[pytest]\npython_files =\n  checks/check_*.py\n  checks/verify_*.py\n'],
])('%s tells pytest where tests lie', async (name, config) => {
  const files = {
    'checks/check_a.py': CHECK,
    'checks/verify_a.py': CHECK,
    'checks/a.py': CHECK,
    'app/check_b.py': CHECK,
  }
  expect(await testsOf(python, { ...files, [name]: config })).toEqual([
    'checks/check_a.py',
    'checks/verify_a.py',
  ])
  expect(await testsOf(python, files)).toEqual([])
})
