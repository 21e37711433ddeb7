import type { Language, SyntaxNode } from '../../../src/parse/code/index.ts'
import { type TestCase, testCases } from '../test-cases.ts'

/** A fixed sleep that a test itself does. */
export interface Sleep {
  node: SyntaxNode
  test: TestCase
}

/** What stands in every sleep that is known here. */
export const SLEEP_WORDS = /sleep|setTimeout|delay|\bpause|\bwait/i

/** Milliseconds or seconds written out: `100`, `0.5`, `2 * 1000`, `100 * time.Millisecond`, `1.second`. */
const AMOUNT = String.raw`[\d._]+(?:\s*[*/]\s*[\d._]+)*`
const NAMED = '(?:sleep|delay|pause|wait)(?:Ms|For|_ms|ms)?'

/** A whole call, by its text. A sleep of nothing only hands the turn on. */
const CALL: Partial<Record<Language, RegExp>> = {
  python: new RegExp(
    String.raw`^(?:(?:time|asyncio|anyio|trio|gevent|eventlet)\.)?sleep\(\s*(${AMOUNT})\s*\)$`,
  ),
  go: new RegExp(
    String.raw`^time\.Sleep\(\s*(?:(${AMOUNT})\s*\*\s*)?time\.(?:Milli|Micro)?(?:second|Second|Minute)(?:\s*\*\s*(${AMOUNT}))?\s*\)$`,
  ),
  java: new RegExp(String.raw`^(?:Thread|TimeUnit\.\w+)\.sleep\(\s*(${AMOUNT})[Ll]?\s*\)$`),
  'c-sharp': new RegExp(
    String.raw`^(?:Thread\.Sleep|Task\.Delay)\(\s*(?:TimeSpan\.From\w+\(\s*)?(${AMOUNT})\s*\)?\s*\)$`,
  ),
  php: new RegExp(String.raw`^\\?u?sleep\(\s*(${AMOUNT})\s*\)$`),
  ruby: new RegExp(
    String.raw`^(?:Kernel\.)?sleep(?:\(\s*|\s+)(${AMOUNT})(?:\.(?:seconds?|minutes?))?\s*\)?$`,
  ),
}
const SCRIPT_CALL = new RegExp(
  String.raw`^(?:(?:\w+\.)?${NAMED}|setTimeout|(?:\w+\.)*(?:waitForTimeout)|cy\.wait)\(\s*(${AMOUNT})\s*\)$`,
)
const SCRIPT_TIMER = new RegExp(String.raw`^setTimeout\(\s*(\w+)\s*,\s*(${AMOUNT})\s*,?\s*\)$`)

const CALLS = /^(?:call|call_expression|method_invocation|invocation_expression|function_call_expression)$/
const FUNCTIONS =
  /^(?:arrow_function|function|function_expression|function_definition|func_literal|lambda|lambda_expression|anonymous_function|anonymous_function_creation_expression|local_function_statement)$/
const LOOPS =
  /^(?:for|while|until|do|enhanced_for|foreach|for_in|for_each)(?:_in|_range)?_?(?:statement|loop)?$/
/** A clock that the tests of a file move themselves. */
const FAKE_CLOCK =
  /fake_?timers|mock\.timers|freeze_?time|freezegun|time_machine|timecop|travel_to|synctest\./i
/** A clock that the test reads: it measures. */
const CLOCK =
  /\bDate\.now\(|performance\.now\(|process\.hrtime|\btime\.(?:time|monotonic|perf_counter)\(|time\.(?:Since|Now)\(|System\.(?:nanoTime|currentTimeMillis)\(|Stopwatch|microtime\(|clock_gettime|Time\.now/
/** What a test speaks of whose subject is time. */
const ABOUT_TIME =
  /time|timing|delay|expir|ttl|debounc|throttl|interval|sleep|wait|elapse|duration|latenc|slow|rate.?limit|backoff|retr(?:y|ies)|cach|stale|schedul|cron|cool.?down|lease|keep.?alive|heartbeat|deadline|concurren|parallel|race|order|sort|recent|latest|updated|seconds?\b|\bms\b|lock|poll|cancel|abort|idle|ago\b/i

/** The fixed sleeps of a file's tests, in source order. Polling, simulated work and tests about time have a reason. */
export function sleeps(root: SyntaxNode, language: Language): Sleep[] {
  if (FAKE_CLOCK.test(root.text)) return []
  return testCases(root, language).flatMap((test) => {
    if (ABOUT_TIME.test(test.name) || CLOCK.test(test.body.text)) return []
    return [...test.body.walk()]
      .filter((node) => isSleep(node, language) && isOwn(node, test, language))
      .map((node) => ({ node, test }))
  })
}

function isSleep(node: SyntaxNode, language: Language): boolean {
  if (!CALLS.test(node.type) || node.end - node.start > 120) return false
  const pattern = CALL[language]
  if (pattern) {
    const match = pattern.exec(node.text)
    return match !== null && match.slice(1).every((amount) => !isNothing(amount))
  }
  const named = SCRIPT_CALL.exec(node.text)
  if (named) {
    const waits = node.parent?.type === 'await_expression' || node.text.startsWith('cy.')
    return waits && !isNothing(named[1])
  }
  const timer = SCRIPT_TIMER.exec(node.text)
  if (!timer || isNothing(timer[2])) return false
  // `new Promise((resolve) => setTimeout(resolve, 100))`, awaited.
  const executor = node.ancestor('arrow_function', 'function_expression', 'function')
  const promise = executor?.parent?.parent
  return (
    promise?.type === 'new_expression' &&
    promise.child('constructor')?.text === 'Promise' &&
    promise.parent?.type === 'await_expression'
  )
}

/** A sleep of nothing lets pending work run. */
function isNothing(amount: string | undefined): boolean {
  return amount !== undefined && Number(amount) === 0
}

/** Whether the test does it itself: not a handler that stands for slow work, and not between two looks of a loop. */
function isOwn(node: SyntaxNode, test: TestCase, language: Language): boolean {
  // The first function around a timer is the executor of its promise.
  let executor = SCRIPT_TIMER.test(node.text)
  for (let at = node.parent; at && at !== test.body; at = at.parent) {
    if (LOOPS.test(at.type)) return false
    // Every block of Ruby may be called often, later or never.
    const isFunction = FUNCTIONS.test(at.type) || (language === 'ruby' && /^(?:do_)?block$/.test(at.type))
    if (!isFunction) continue
    if (executor) executor = false
    else if (language !== 'go' || !isSubtest(at)) return false
  }
  return true
}

/** `t.Run("title", func…)`, unless its title says that it is about time. */
function isSubtest(node: SyntaxNode): boolean {
  const call = node.parent?.parent
  return /^\w+\.Run$/.test(call?.child('function')?.text ?? '') && !ABOUT_TIME.test(titleOf(call))
}

function titleOf(call: SyntaxNode | undefined): string {
  return call?.child('arguments')?.namedChildren[0]?.text ?? ''
}
