import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasCommand, parseCommands } from './parse.ts'

const HELP = '/roadmap help'
const names = (body: string): string[] =>
  parseCommands(body).map((one) => (one.ok ? one.command.name : `? ${one.problem}`))

test('a command is a line of text of its own', () => {
  expect(names(HELP)).toEqual(['help'])
  expect(names('/roadmap')).toEqual(['help'])
  expect(names('Thanks!\r\n\r\n/Roadmap  HELP\r\n/roadmap recheck')).toEqual(['help', 'recheck'])
  expect(names('- a point\n\n/roadmap help')).toEqual(['help'])
})

test.each([
  ['in the middle of a line', `see ${HELP}`],
  ['indented', `    ${HELP}`],
  ['a fence', `\`\`\`\n${HELP}\n\`\`\``],
  ['a fence with an info string', `~~~sh\n\n${HELP}\n`],
  ['a fence that a shorter one does not close', `\`\`\`\`\n\`\`\`\n${HELP}\n\`\`\`\``],
  ['a fence in a list', `- \`\`\`\n${HELP}\n\`\`\``],
  ['inline code', `\`${HELP}\``],
  ['inline code over lines', `look: \`a\n${HELP}\nb\` there`],
  ['a quote', `> ${HELP}`],
  ['a quote that goes on without its mark', `> somebody said\n${HELP}`],
  ['a quote in a list', `- > said\n${HELP}`],
  ['an HTML comment', `<!--\n${HELP}\n-->`],
  ['an HTML comment with empty lines', `<!-- \n\n${HELP}\n\n-->`],
  ['an HTML comment inside a line', `hello <!-- x\n${HELP}\n-->`],
  ['an HTML comment without an end', `hello <!-- x\n${HELP}`],
  ['HTML', `<details>\n${HELP}\n</details>`],
  ['preformatted HTML', `<pre>\n\n${HELP}\n\n</pre>`],
  ['a quoted mail', `Thanks\n\nOn Mon, 23 Nov 2026 at 07:00, Ada <a@x.test> wrote:\n\n${HELP}`],
  ['a quoted mail, broken', `ok\n\nOn Mon, 23 Nov 2026 at 07:00, Ada\n<a@x.test> wrote:\n\n${HELP}`],
  ['an original message', `ok\n-----Original Message-----\n${HELP}`],
  ['a forwarded mail', `ok\n\nFrom: Ada\nSent: today\n\n${HELP}`],
  ['a path', '/roadmap/help'],
  ['another word', '/roadmap-review help'],
])('not in %s', (_, body) => {
  expect(names(body)).toEqual([])
  expect(hasCommand(body)).toBe(false)
})

test('what was closed is text again', () => {
  expect(names(`\`\`\`\nx\n\`\`\`\n${HELP}`)).toEqual(['help'])
  expect(names(`> quote\n\n${HELP}`)).toEqual(['help'])
  expect(names(`<!-- x -->\n${HELP}`)).toEqual(['help'])
  expect(names(`a lone \` backtick\n${HELP}`)).toEqual(['help'])
  expect(names(`\`code\` and\n${HELP}`)).toEqual(['help'])
})

test('arguments of a waiver, in any order, with and without quotes', () => {
  const expected = { name: 'waive', rule: 'f/r', until: '2027-01-31', reason: 'moved in two steps' }
  for (const line of [
    '/roadmap waive f/r until=2027-01-31 reason=moved in two steps',
    '/roadmap waive f/r reason="moved in two steps" until=2027-01-31',
    '/roadmap waive f/r reason=moved in two steps until=2027-01-31',
    '/roadmap waive until=2027-01-31 `f/r` reason=“moved in two steps”',
  ]) {
    const [parsed] = parseCommands(line)
    expect(parsed?.ok && { ...parsed.command, line: undefined }).toEqual({ ...expected, line: undefined })
  }
})

test.each([
  ['/roadmap wave f/r', 'There is no command `wave`; did you mean `waive`?', '/roadmap waive <rule>'],
  ['/roadmap xyzzy', 'There is no command `xyzzy`.', '/roadmap help'],
  ['/roadmap waive f/r reason=x', 'The day it ends is missing', 'until='],
  ['/roadmap waive f/r until=2027-02-30 reason=x', 'not a day of the calendar', 'until='],
  ['/roadmap waive f/r until=31.01.2027 reason=x', 'not a day of the calendar', 'until='],
  ['/roadmap waive f/r until=2027-01-31', 'The reason is missing', 'reason='],
  ['/roadmap waive f/r until=2027-01-31 reason=', 'The reason is missing', 'reason='],
  ['/roadmap waive f/r untill=2027-01-31 reason=x', 'did you mean `until=`?', 'reason='],
  ['/roadmap waive f/r until=2027-01-31 until=2027-01-31 reason=x', 'twice', 'reason='],
  ['/roadmap waive f/r because it is fine', 'I do not know what `because` means here', 'reason='],
  [`/roadmap false-positive reason=${'x'.repeat(501)}`, 'longer than 500', 'reason='],
  ['/roadmap recheck now', 'I do not know what `now` means here', '/roadmap recheck'],
])('%s is answered with what is right', (line, problem, usage) => {
  const [parsed] = parseCommands(line)
  expect(parsed).toMatchObject({ ok: false })
  expect(parsed?.ok === false && parsed.problem).toContain(problem)
  expect(parsed?.ok === false && parsed.usage).toContain(usage)
})

test('hostile comments are bounded', () => {
  expect(parseCommands(`${HELP}\n`.repeat(1_000))).toHaveLength(10)
  expect(parseCommands(`${HELP}\n${'x'.repeat(30_000)}`)).toEqual([])
  const piece = fc.constantFrom(
    '`',
    '```',
    '\n',
    '> ',
    '<!--',
    '-->',
    '<pre>',
    'On ',
    ' wrote:',
    HELP,
    'x ',
    '- ',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
      const body = pieces.join('')
      for (const parsed of parseCommands(body)) {
        const line = parsed.ok ? parsed.command.line : parsed.line
        expect(line).toMatch(/^\/roadmap/)
      }
      // Fenced and quoted, nothing is a command, whatever it holds.
      const quoted = body.split('\n').map((line) => `> ${line}`)
      expect(parseCommands(quoted.join('\n'))).toEqual([])
    }),
  )
  for (const bad of ['`a`\n', '> x\na\n', '`', '<!--', '``` \n', '- - - ', 'On x\n']) {
    parseCommands(bad.repeat(20_000 / bad.length))
  }
})
