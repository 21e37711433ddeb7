import { describe, expect, it } from 'vitest'
import { findByRules, readRuleSet } from './rule-set.ts'

const SET = `
title = "ours"
[[rules]]
id = "acme-token"
description = "A token of ACME"
regex = '''\\b(acme_[a-z0-9]{12})\\b'''
entropy = 2
keywords = ["ACME_"]
[[rules.allowlists]]
condition = "AND"
paths = ['''^docs/''']
stopwords = ["sample"]
[[rules]]
id = "acme-password"
regex = '''(?i)(pass|pwd)\\s*=\\s*"([^"]{6,40})"'''
secretGroup = 2
path = '''\\.ini$'''
[[rules]]
id = "key-file"
path = '''\\.pem$'''
[[allowlists]]
regexTarget = "line"
regexes = ['''allowed-here''']
`
const set = readRuleSet(SET)
const found = (text: string, path = 'src/a.ts'): string[] =>
  [...findByRules(text, path, set)].map(({ rule, start, end }) => `${rule.id} ${text.slice(start, end)}`)

describe('a rule set in the format of gitleaks', () => {
  it('finds the group that is the secret, where a keyword stands whatever its case', () => {
    expect(found('const a = "acme_9f3b7c1d5e8a"')).toEqual(['acme-token acme_9f3b7c1d5e8a'])
    expect(found('const a = "other_9f3b7c1d5e8a"')).toEqual([])
  })

  it('asks for more entropy than the rule names', () => {
    expect(found('const a = "acme_aaaaaaaaaaaa"')).toEqual([])
  })

  it('takes the numbered group, in the files of the path alone', () => {
    expect(found('Pwd = "kf83hq"', 'app.ini')).toEqual(['acme-password kf83hq'])
    expect(found('Pwd = "kf83hq"', 'app.txt')).toEqual([])
  })

  it('lets pass what the lists allow: all of AND, any of OR, by the line', () => {
    expect(found('acme_sample1b7c3d', 'docs/a.md')).toEqual([])
    expect(found('acme_sample1b7c3d', 'src/a.md')).toEqual(['acme-token acme_sample1b7c3d'])
    expect(found('acme_9f3b7c1d5e8a // allowed-here')).toEqual([])
    expect(found('acme_9f3b7c1d5e8a\nallowed-here')).toHaveLength(1)
  })

  it('names the rules that it does not follow, and says what is wrong with a file', () => {
    expect(set.pathOnly).toEqual(['key-file'])
    expect(() => readRuleSet('rules = 3')).toThrow(/rules/)
    expect(() => readRuleSet('[[rules')).toThrow(/TOML/i)
    expect(() => readRuleSet(`[[rules]]\nid = "a"\nregex = '(?=a)b'`)).toThrow(/regex/)
  })

  it('is linear where an expression is not', () => {
    const slow = readRuleSet(`[[rules]]\nid = "a"\nregex = '''(a+)+b$'''`)
    expect([...findByRules('a'.repeat(20_000), 'a', slow)]).toEqual([])
  })
})
