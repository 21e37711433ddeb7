import { expect, test } from 'vitest'
import { languageOf, parseCode } from '../../src/parse/code/index.ts'
import type { Skeleton } from '../../src/parse/skeleton/index.ts'
import { countOf, type Files, Folder, has, made } from './made.ts'

/** Asks the grammar where no compiler is at hand. */
async function parses({ path, text }: Skeleton): Promise<void> {
  const parsed = await parseCode(text, languageOf(path) ?? 'java')
  if (parsed.kind !== 'parsed') throw new Error(parsed.detail)
  const broken = [...parsed.root.walk()].filter(
    ({ type, end, start }) =>
      type === 'ERROR' || (end === start && type !== 'program' && !/block|body|newline|automatic/.test(type)),
  )
  expect(broken.map(({ region, type }) => `${region.startLine}: ${type}\n${text}`)).toEqual([])
}

const PYTHON = `
import asyncio
from typing import Optional, List

class Refused(Exception):
    pass

def rounded(gross: float, digits: int = 2, *, mode: "str") -> float:
    if gross < 0:
        raise Refused("negative")
    elif mode == 'up' and not digits:
        return 1.0
    return round(gross, digits)

async def later(items: List[int], limit: Optional[int], *rest, **more):
    try:
        return items[:limit]
    except TypeError:
        raise Refused("no items")

def _hidden(a):
    return a

class Till:
    def __init__(self, name: str, *, on: bool):
        self.name = name

    @property
    def title(self):
        return self.name if self.name else "none"

    @staticmethod
    def of(name): return Till(name, on=True)

    @classmethod
    def many(cls, names: list[str]): return [cls(n, on=False) for n in names]

    async def open(self, at, /):
        def inner(): return at
        if at is None or isinstance(at, (int, str)):
            raise Refused(f"{at} \\"quoted\\"")
        return inner()
`

test('pytest runs it, and every case fails', async () => {
  const files = {
    'pyproject.toml': '[tool.pytest.ini_options]\n',
    'shop/__init__.py': '',
    'shop/till.py': PYTHON,
  }
  const skeleton = await made(files, 'shop/till.py')
  expect(skeleton).toMatchObject({ framework: 'pytest', path: 'tests/shop/test_till.py' })
  await parses(skeleton)
  if (!has('python3')) return
  using folder = new Folder({ ...files, [skeleton.path]: skeleton.text })
  expect(folder.run('python3', '-m', 'py_compile', skeleton.path)).toEqual({ code: 0, out: '' })
  if (!has('python3', '-m', 'pytest', '--version')) return
  const { out } = folder.run('python3', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', skeleton.path)
  expect(out).toContain(`${countOf(skeleton.text, /^(?:async )?def test/gm)} failed`)
  expect(out).not.toMatch(/passed|NameError|ImportError|unexpected keyword|positional argument/)
})

test.each(['unittest', 'Django'])(
  '%s: it compiles, and unittest runs it where it is there',
  async (framework) => {
    const files: Files = {
      'shop/__init__.py': '',
      'shop/till.py': PYTHON,
      ...(framework === 'Django' && { 'manage.py': 'import django\n' }),
    }
    const skeleton = await made(files, 'shop/till.py')
    expect(skeleton.framework).toBe(framework)
    await parses(skeleton)
    if (!has('python3')) return
    using folder = new Folder({
      ...files,
      [skeleton.path]: skeleton.text,
      'tests/__init__.py': '',
      'tests/shop/__init__.py': '',
    })
    expect(folder.run('python3', '-m', 'py_compile', skeleton.path)).toEqual({ code: 0, out: '' })
    if (framework === 'Django') return
    const { out } = folder.run('python3', '-m', 'unittest', 'tests.shop.test_till')
    expect(out).toContain(`FAILED`)
    expect(out).not.toMatch(/NameError|ImportError|unexpected keyword|positional argument/)
  },
)

const JAVA = `
package org.shop;

import java.util.List;
import java.util.Map;
import java.util.function.*;

public class Till<T extends Comparable<T>> {
  public static final class Key { private final int id; Key(int id, String... rest) { this.id = id; } int id() { return id > 0 ? id : 1; } }
  enum State { OPEN, CLOSED; boolean open() { return this == OPEN; } }
  private final String name;
  public Till(String name, List<T> first, Map.Entry<String, int[]> entry) { this.name = name; }
  public Till(String name) { if (name == null) { throw new IllegalArgumentException("name"); } this.name = name; }
  public double rounded(double gross, long digits, char mark) throws Exception {
    if (gross < 0 && !name.isEmpty()) throw new IllegalStateException("negative");
    switch (mark) { case 'a': return 1; default: return Math.round(gross); }
  }
  static <V> V pick(Class<V> type, Object value) { return type.cast(value); }
  static <V> V pick(List<V> list, V value, Supplier<? extends V> other) { return value; }
  void add(T item, Key key) { try { hidden(1); } catch (RuntimeException e) { throw e; } }
  private int hidden(int a) { return a; }
  abstract static class Base { int run() { return 1; } static int of(boolean[] flags) { return flags.length; } }
  interface Port { void open(); static Port none() { return () -> {}; } }
  record Pair(int a, Key b) { int sum() { return a + b.id(); } }
  class Inner { int deep() { return 1; } }
}
`
const FIVE = {
  'org/junit/jupiter/api/Test.java': 'package org.junit.jupiter.api; public @interface Test {}',
  'org/junit/jupiter/api/Assertions.java': `package org.junit.jupiter.api;
public class Assertions {
  public interface Executable { void execute() throws Throwable; }
  public static void assertEquals(Object a, Object b) {}
  public static void assertEquals(int a, int b) {}
  public static void assertEquals(double a, double b) {}
  public static <T extends Throwable> T assertThrows(Class<T> type, Executable run) { return null; }
  public static <V> V fail(String why) { return null; }
}`,
}
const FOUR = {
  'org/junit/Test.java': 'package org.junit; public @interface Test {}',
  'org/junit/Assert.java': `package org.junit;
public class Assert {
  public static void assertEquals(Object a, Object b) {}
  public static void assertEquals(long a, long b) {}
  public static void fail(String why) {}
}`,
}

test('JUnit 4 and 5: it compiles', async () => {
  const files: Record<string, string> = { ...FIVE, ...FOUR }
  for (const [framework, dependency, home] of [
    ['JUnit 5', '<artifactId>junit-jupiter</artifactId>', 'shop'],
    ['JUnit 4', '<artifactId>junit</artifactId>', 'four'],
  ] as const) {
    const source = `src/main/java/org/${home}/Till.java`
    const code = JAVA.replace('org.shop', `org.${home}`)
    const skeleton = await made({ 'pom.xml': dependency, [source]: code }, source)
    expect(skeleton).toMatchObject({ framework, path: `src/test/java/org/${home}/TillTest.java` })
    await parses(skeleton)
    files[source] = code
    files[skeleton.path] = skeleton.text
  }
  if (!has('javac')) return
  using folder = new Folder(files)
  const { code, out } = folder.run('javac', '-nowarn', '-proc:none', '-d', 'out', ...Object.keys(files))
  expect(`${code} ${out.replaceAll(/^Note:.*\n/gm, '')}`).toBe('0 ')
})

const RUST = `
pub struct Till { pub open: bool }
#[derive(Clone)]
pub enum Kind { Net, Gross(u8) }
impl Till {
    pub fn new(open: bool) -> Self { Till { open } }
    pub fn close(&mut self, kind: Kind, at: Option<&str>) -> Result<u32, String> {
        if !self.open && at.is_some() { return Err("closed".into()); }
        match kind { Kind::Net => Ok(1), Kind::Gross(n) => Ok(n as u32) }
    }
    fn eat(self, names: Vec<String>, other: &Kind) {}
}
pub trait Port { fn run(&self) -> u8 { 1 } }
impl Port for Till {}
pub fn pick<T: Clone>(list: &[T], by: impl Fn(&T) -> bool) -> Option<T> { list.iter().find(|one| by(one)).cloned() }
pub fn longest<'a>(a: &'a str, _b: &'a str) -> &'a str { if a.len() > 1 { a } else { "" } }
fn rounded(gross: f64, digits: usize) -> f64 { if gross < 0.0 { panic!("negative") } gross * digits as f64 }
`

test('Rust: it compiles in the file itself', async () => {
  const files = { 'Cargo.toml': '[package]\nname = "shop"\n', 'src/lib.rs': RUST }
  const skeleton = await made(files, 'src/lib.rs')
  expect(skeleton).toMatchObject({ framework: 'cargo test', path: 'src/lib.rs', exists: true })
  await parses(skeleton)
  if (!has('rustc')) return
  using folder = new Folder({ 'src/lib.rs': `${RUST}\n${skeleton.text}\n` })
  const { code, out } = folder.run(
    'rustc',
    '--edition',
    '2021',
    '--test',
    '-A',
    'warnings',
    '-o',
    'tests',
    'src/lib.rs',
  )
  expect(`${code} ${out}`).toBe('0 ')
  const ran = folder.run('./tests')
  expect(ran.out).toContain(`0 passed; ${countOf(skeleton.text, /#\[test\]/g)} failed`)
})

const GO = `package till

import (
	"context"
	"errors"
	v2 "net/url"
	"time"
)

type Till struct{ open bool }
type List[T any] struct{ items []T }

func New(name string, at time.Time, _ int) (*Till, error) {
	if name == "" {
		return nil, errors.New("name")
	}
	return &Till{}, nil
}
func (t *Till) Close(ctx context.Context, where *v2.URL, rest ...string) (n int, err error) {
	if err := t.check(); err != nil {
		return 0, err
	}
	switch where.Scheme {
	case "http", "https":
		return 1, nil
	default:
		return 2, nil
	}
}
func (t Till) check() error { return nil }
func (l *List[T]) Add(one T) { l.items = append(l.items, one) }
func Map[T, R any](list []T, by func(T) R) []R { return nil }
func run(a, b map[string][]byte, done chan<- struct{}) {}
`

test('Go: it is vetted', async () => {
  const files = { 'go.mod': 'module example.org/shop\n\ngo 1.21\n', 'till/till.go': GO }
  const skeleton = await made(files, 'till/till.go')
  expect(skeleton).toMatchObject({
    framework: 'go test',
    path: 'till/till_test.go',
    covers: ['New', 'Close', 'check', 'run'],
  })
  await parses(skeleton)
  if (!has('go', 'version')) return
  using folder = new Folder({ ...files, [skeleton.path]: skeleton.text })
  expect(folder.run('go', 'vet', './...')).toEqual({ code: 0, out: '' })
})

const RUBY = `
module Shop
  class Till
    def initialize(name, on:, at: nil)
      @name = name
    end

    def self.of(name, &block) = new(name, on: true)

    def rounded(gross, *rest, mode:, **more)
      raise ArgumentError, "negative" if gross < 0
      case mode
      when :up, "Up" then 1
      else 2
      end
    rescue ZeroDivisionError => e
      0
    end

    def open? = @open
    def name=(value)
      @name = value unless value.nil?
    end

    private

    def hidden(a) = a
  end
end
`

test.each<[framework: string, files: Files]>([
  ['RSpec', { 'spec/other_spec.rb': "require 'spec_helper'\nRSpec.describe Other do\nend\n" }],
  [
    'minitest',
    {
      'test/other_test.rb':
        'require "test_helper"\nclass OtherTest < ActiveSupport::TestCase\n  test "x" do\n  end\nend\n',
    },
  ],
])('%s: Ruby reads it', async (framework, files) => {
  const skeleton = await made({ ...files, 'lib/other.rb': '', 'lib/shop/till.rb': RUBY }, 'lib/shop/till.rb')
  expect(skeleton.framework).toBe(framework)
  expect(skeleton.covers).not.toContain('hidden')
  await parses(skeleton)
  if (!has('ruby')) return
  using folder = new Folder({ [skeleton.path]: skeleton.text })
  expect(folder.run('ruby', '-c', skeleton.path)).toMatchObject({ code: 0 })
})

const PHP = `<?php
declare(strict_types=1);
namespace App\\Shop;

use DateTimeInterface as When;

final class Till
{
    public function __construct(private readonly string $name, private ?When $at, int|string $kind) {}
    public static function of(string $name, self ...$rest): self { return new self($name, null, 1); }
    public function rounded(float $gross, array &$lines, ?callable $by = null): float
    {
        if ($gross < 0 && !$this->name) { throw new \\RangeException("negative"); }
        return match (true) { $gross > 1 => 1.0, default => round($gross) };
    }
    public function close(): void { try { $this->hidden(); } catch (\\Throwable $error) { throw $error; } }
    private function hidden(): void {}
}
abstract class Base { public function run(): int { return 1; } }
`

test.each<[framework: string, files: Files]>([
  [
    'PHPUnit',
    {
      'composer.json': '{"autoload-dev":{"psr-4":{"App\\\\\\\\Tests\\\\\\\\":"tests/"}}}'.replaceAll(
        '\\\\\\\\',
        '\\\\',
      ),
    },
  ],
  ['Pest', { 'composer.json': '{"require-dev":{"pestphp/pest":"3"}}' }],
])('%s: PHP reads it', async (framework, files) => {
  const skeleton = await made({ ...files, 'src/Shop/Till.php': PHP }, 'src/Shop/Till.php')
  expect(skeleton).toMatchObject({ framework, covers: ['of', 'rounded', 'close', 'hidden'].slice(0, 3) })
  await parses(skeleton)
  if (framework === 'PHPUnit') expect(skeleton.text).toContain('namespace App\\Tests\\Unit\\Shop;')
  if (!has('php')) return
  using folder = new Folder({ [skeleton.path]: skeleton.text })
  expect(folder.run('php', '-l', skeleton.path)).toMatchObject({ code: 0 })
})

const CSHARP = `
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Shop.Tills;

public class Till(string name, IDictionary<string, int[]> rates)
{
    public decimal Rounded(decimal gross, int digits = 2, params string[] rest)
    {
        if (gross < 0 && !string.IsNullOrEmpty(name)) { throw new ArgumentOutOfRangeException(nameof(gross)); }
        return gross switch { > 1 => 1, _ => Math.Round(gross, digits) };
    }
    public async Task<bool> CloseAsync(DateTime? at, CancellationToken token) { if (at is null) throw new InvalidOperationException("at"); return await Task.FromResult(true); }
    public static void Open(out int count) { count = 0; }
    private void Hidden() {}
}
`

test.each([
  ['xUnit', '<PackageReference Include="xunit" />'],
  ['NUnit', '<PackageReference Include="NUnit" />'],
  ['MSTest', '<PackageReference Include="MSTest" />'],
])('%s: the grammar reads it', async (framework, reference) => {
  const source = 'src/Shop/Tills/Till.cs'
  const files = { 'test/Shop.Tests/Shop.Tests.csproj': reference, [source]: CSHARP }
  const skeleton = await made(files, source)
  expect(skeleton).toMatchObject({ framework, path: 'test/Shop.Tests/Tills/TillTests.cs' })
  expect(skeleton.covers).not.toContain('Hidden')
  await parses(skeleton)
})
