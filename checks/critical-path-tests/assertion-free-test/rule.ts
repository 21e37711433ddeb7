import { z } from 'zod'
import type { Report } from '../../../src/model/index.ts'
import { defineRule, pathOn, touches } from '../../../src/model/index.ts'
import { globsOf, LANGUAGES, type Language, type SyntaxNode } from '../../../src/parse/code/index.ts'
import { parsedTests, parseTest } from '../parsed-tests.ts'
import { type TestCase, testCases } from '../test-cases.ts'

const WITH_TESTS: readonly Language[] = LANGUAGES.filter((language) => language !== 'rust')

/** Words with which runners, libraries and people's own helpers ask whether something is so, or fail by themselves. */
const ASKS =
  /assert|expect|should|verif|check|must|require|ensure|fail|throw|raise|reject|snapshot|match|equal|valid|compar|refute|panic|unwrap|getBy|findBy|waitFor|wait_for|approv|golden|diff|[sS]ee[A-Z]|\bcy\.|\bdone\b|\bis_expected\b|\bspecify\b|StepVerifier|\bpass\(|\bplan\(|\bend\(|\bt\.\w|\btest\.\w+\(|conformance|suite\.|satisf|contain|confirm|guarantee|prove|property|fc\./i
/** Said of tests that ask no more than that nothing goes wrong. */
const SMOKE =
  /smoke|render|crash|without (?:error|throw|fail|panic)|(?:does|do|should|will|can)(?:n['’]?t| ?not)|no[- _]?(?:throw|error|panic|op)|noop|compil|type|bench|example|doc|deadlock|leak|race|fuzz|stress|idempotent|graceful|safe|allow|accept|support|works?\b/i

const IMPORTS = /import|require|use_declaration|using_directive/
/** Of a test file: what stands beside it, or is called like test code. */
const TEST_CODE = /test|spec|helper|util|support|fixture|common|shared|harness|setup|mock|['"]\.\//i

export default defineRule({
  title: 'New test that asserts nothing',
  level: 'warning',
  confidence: 'medium',
  status: 'preview',
  module: 8,
  files: globsOf(WITH_TESTS),
  namesUnread: true,
  options: z.strictObject({}),
  async *check(context): AsyncGenerator<Report> {
    for await (const { change, path, language, root } of parsedTests(
      context,
      'head',
      /test|it\b|specify|should/i,
    )) {
      // Its functions are fixtures, whatever they are called.
      if (path.endsWith('conftest.py')) continue
      const basePath = pathOn(change, 'base')
      const base = basePath === undefined ? undefined : await parseTest(context, 'base', basePath)
      const known = new Set(base ? testCases(base.root, base.language).map(({ name }) => name) : [])
      const helpers = asking(root)
      for (const test of testCases(root, language)) {
        const { node, name, body } = test
        if (known.has(name) || SMOKE.test(name) || !touches(change.added, node.region)) continue
        if (isMarked(test) || asks(body) || calls(body).some((called) => helpers.has(called))) continue
        if (asksElsewhere(root, body)) continue
        yield {
          location: { side: 'head', path, region: { ...node.region, endLine: node.region.startLine } },
          subject: `asserts nothing ${name}`,
          message: `“${name}” runs code and asks nothing of it: it passes whatever the code gives.`,
          fix: 'Assert what the code is meant to give or to change; where the test is only that nothing is thrown, let its name say so.',
        }
      }
    }
  },
})

function asks(node: SyntaxNode): boolean {
  return ASKS.test(withoutStrings(node))
}

/** Code alone: what a string says asks nothing. */
function withoutStrings(node: SyntaxNode): string {
  const { source, start, end } = node
  let text = ''
  let at = start
  for (const one of node.walk()) {
    if (
      one.start < at ||
      !/^(?:string|template_string|comment|line_comment|interpreted_string_literal|string_literal)$/.test(
        one.type,
      )
    )
      continue
    text += source.text.slice(at, one.start)
    at = one.end
  }
  return text + source.text.slice(at, end)
}

/** Annotations that say what is expected, tests that are skipped or to be written, and those that hand on a callback. */
function isMarked({ node, body }: TestCase): boolean {
  const head = node.source.text.slice(node.start, body.start)
  return /expected|todo|skip|xit|pending|ignore|disabled|timeout|benchmark|DoesNotPerform|\bdone\b|\bsnapshot\b/i.test(
    head,
  )
}

/** Functions of the file that ask something: called by a test, they ask for it. */
function asking(root: SyntaxNode): Set<string> {
  const names = new Set<string>()
  for (const node of root.walk()) {
    if (!/function|method|lambda|arrow/.test(node.type) || !node.child('body')) continue
    const name = node.child('name')?.text ?? node.parent?.child('name')?.text
    const body = node.child('body')
    if (name !== undefined && body && asks(body)) names.add(name)
  }
  return names
}

function calls(body: SyntaxNode): string[] {
  const names: string[] = []
  for (const node of body.walk()) {
    if (!/call|invocation/.test(node.type)) continue
    const callee = node.child('function') ?? node.child('name') ?? node.child('method')
    const name =
      callee?.child('property')?.text ??
      callee?.child('attribute')?.text ??
      callee?.child('field')?.text ??
      callee?.text
    // What it is a method of may be what was imported: `auth.login(page)`.
    for (const word of [name, callee?.child('object')?.text, callee?.child('operand')?.text])
      if (word !== undefined) names.push(word)
  }
  return names
}

/** Whether it calls something of other test code, or of what it inherits: one hop away, that may ask. */
function asksElsewhere(root: SyntaxNode, body: SyntaxNode): boolean {
  const called = new Set(calls(body))
  for (const node of root.walk()) {
    if (!IMPORTS.test(node.type) || !TEST_CODE.test(node.text)) continue
    if (node.text.match(/\w+/g)?.some((word) => called.has(word))) return true
  }
  const own = /\b(?:this|self|base|super)(?:\.|->|::)\w+\s*\(/.test(body.text)
  return own && [...called].some((name) => !isDefinedHere(root, name))
}

function isDefinedHere(root: SyntaxNode, name: string): boolean {
  for (const node of root.walk()) if (node.child('name')?.text === name && node.child('body')) return true
  return false
}
