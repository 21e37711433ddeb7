import type { FileChange, RuleContext } from '../../src/model/index.ts'
import { matcher } from '../../src/model/index.ts'
import { isTestSupport } from './test-files.ts'

/** Tried by running them, there and back, not by unit tests. */
const isMigration = matcher('**/{migrations,Migrations,migrate,alembic}/**')
/** Code beside the product, or made from it: nobody's pager goes for it. */
const isBeside = matcher([
  '**/{examples,example,docs,doc,demo,demos,benchmarks,benchmark,bench,scripts,tools,website,sandbox,playground,vendor,third_party,.storybook,.github}/**',
  '**/dist/**',
  '**/*.{min,bundle}.{js,cjs,mjs}',
  '**/*.config.{js,cjs,mjs,ts,cts,mts}',
  '**/*.conf.{js,cjs,py}',
  '**/.*rc.{js,cjs,mjs,ts}',
  '**/*.d.{ts,cts,mts}',
])

/** Written by tools, or without anything that runs. */
const isGenerated = matcher([
  '**/*.{Designer,designer,g,generated}.cs',
  '**/{AssemblyInfo,GlobalUsings,GlobalSuppressions,Usings}.cs',
])

/** Of Rails: what every test loads before it begins, what Rails writes, what people run by hand, what generators copy. */
const isBoot = matcher([
  '**/config/{*,environments/*,initializers/**/*,routes/**/*}.rb',
  '**/db/{*schema,seeds,seeds/**/*}.rb',
  '**/*.{rake,gemspec}',
  '**/{generators/**/templates,app_templates}/**',
  '**/template.rb',
])

/** Changed files of the product whose new or rewritten code a test could reach. */
export function changedCode(context: RuleContext): FileChange[] {
  return context.changes.filter(
    ({ status, path, unread, added }) =>
      status !== 'removed' &&
      !unread &&
      added.length > 0 &&
      !isTestSupport(path) &&
      !isMigration(path) &&
      !isGenerated(path) &&
      !isBoot(path),
  )
}

/** Whether a file is part of the product, and not an example, a script or a configuration beside it. */
export function isProduct(path: string): boolean {
  return !isBeside(path)
}
