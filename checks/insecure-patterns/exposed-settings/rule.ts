import { z } from 'zod'
import { changesLines, defineRule, matcher } from '../../../src/model/index.ts'
import { Source } from '../../../src/parse/code/index.ts'
import { type ConfigNode, entriesOf, itemsOf, readYaml } from '../../../src/parse/config-tree/index.ts'
import { TEST_GLOBS } from '../engine/definition.ts'
import { SPRING, WEB_CONFIG } from './settings.ts'

const PROPERTIES = matcher(['**/{application,bootstrap}*.properties'])
const YAML = matcher(['**/{application,bootstrap}*.{yml,yaml}'])
/** Maps and lists inside of each other that are followed. */
const DEEPEST = 12
const LONGEST_LINE = 2_000

interface Mistake {
  line: number
  message: string
  fix: string
  words: string
}

export default defineRule({
  title: 'Setting that shows or allows strangers too much',
  level: 'warning',
  confidence: 'medium',
  status: 'preview',
  module: 11,
  cwe: [489, 497, 614, 1004],
  files: [
    '**/{application,bootstrap}*.{properties,yml,yaml}',
    '**/{web,Web}.config',
    '**/{web,Web}.{Release,Production}.config',
  ],
  options: z.strictObject({
    exclude: z
      .array(z.string())
      .default([...TEST_GLOBS, '**/{application,bootstrap}-{dev,local,test,development,integration}*.*'])
      .describe('Paths that are not looked at.'),
  }),
  async *check(context) {
    for (const change of context.changes) {
      if (context.signal.aborted) return
      if (change.status === 'removed' || change.added.length === 0) continue
      if (matcher(context.optionsFor(change.path).exclude)(change.path)) continue
      const content = await context.changeSet.head.read(change.path)
      if (content.kind === 'unread') {
        context.incomplete(`${change.path}: ${content.detail ?? content.reason}`)
        continue
      }
      const found = mistakesIn(change.path, content.text)
      if (typeof found === 'string') {
        context.incomplete(`${change.path}: ${found}`)
        continue
      }
      for (const { line, message, fix, words } of found) {
        const region = { startLine: line, endLine: line }
        if (changesLines(change, 'head', region))
          yield { location: { side: 'head', path: change.path, region }, subject: words, message, fix }
      }
    }
  },
})

/** @returns why the file cannot be read */
function mistakesIn(path: string, text: string): Mistake[] | string {
  if (YAML(path)) return yamlMistakes(text)
  const lines = text.split('\n').map((line) => line.slice(0, LONGEST_LINE))
  return lines.flatMap((line, index): Mistake[] => {
    if (!PROPERTIES(path))
      return WEB_CONFIG.filter(({ value }) => value.test(line)).map(({ message, fix }) => ({
        line: index + 1,
        message,
        fix,
        words: line.trim(),
      }))
    const [, name = '', value = ''] = /^\s*([\w.-]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? []
    return springMistakes(name, value, index + 1)
  })
}

const springMistakes = (name: string, value: string, line: number): Mistake[] =>
  SPRING.filter((one) => one.name.test(name) && one.value.test(value)).map(({ message, fix }) => ({
    line,
    message,
    fix,
    words: name,
  }))

function yamlMistakes(text: string): Mistake[] | string {
  const read = readYaml(text)
  if (read.kind === 'unread') return read.detail
  const source = new Source(text)
  const walk = (node: ConfigNode, name: string, depth: number): Mistake[] => {
    if (depth > DEEPEST) return []
    if (node.kind === 'map')
      return entriesOf(node).flatMap(({ key, value }) =>
        walk(value, name === '' ? key : `${name}.${key}`, depth + 1),
      )
    if (node.kind === 'list') return itemsOf(node).flatMap((item) => walk(item, name, depth + 1))
    return springMistakes(name, String(node.value ?? ''), source.region(node.start, node.end).startLine)
  }
  return read.documents.flatMap((document) => walk(document, '', 0))
}
