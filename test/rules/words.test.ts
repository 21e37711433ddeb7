import { describe, expect, it } from 'vitest'
import { knowledgeOf } from '../../checks/insecure-patterns/engine/knowledge.ts'
import { worthAsking } from '../../checks/insecure-patterns/engine/prefilter.ts'
import { patternRules } from '../corpora/security/rules.ts'

/** What files of any language say that have nothing to do with security. */
const EVERYDAY =
  'import public private class return put get set add size equals value name list map string id type log.info(x) debug(x) error(x) x.split(y) x.matches(y) x.format(y) startsWith(y)'
/** Of Java also what is no request of a browser's. */
const REQUESTS_OF_THEIR_OWN =
  'import com.example.Request import com.example.Context Request() Context() Method()'

const stable = [...patternRules()].filter(([, rule]) => rule.status === 'stable')

// A finder that asks about any text has every file of a project parsed: a sixth of the speed was once lost to two of them.
describe('a stable rule that is data looks at no file that speaks of everyday things alone', () => {
  it.each(['java', 'javascript', 'python', 'go', 'csharp', 'php', 'ruby', 'kotlin', 'rust'] as const)(
    '%s',
    (language) => {
      // A route of Sinatra's begins with the verb.
      const text =
        language === 'ruby'
          ? EVERYDAY.replace('put get', '')
          : language === 'java'
            ? `${EVERYDAY} ${REQUESTS_OF_THEIR_OWN}`
            : EVERYDAY
      const asked = worthAsking(new Map(stable), language, text, knowledgeOf(language))
      expect([...asked].flatMap(([id, { find }]) => find.map(({ message }) => `${id}: ${message}`))).toEqual(
        [],
      )
    },
  )
})
