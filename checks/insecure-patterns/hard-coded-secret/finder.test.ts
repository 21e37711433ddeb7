import { expect, it } from 'vitest'
import { withRules } from './finder.ts'

// Put together here so that nothing in this file is a key, not even for another scanner.
const random = 'q7Kp2VzR9mXw4TbN6cYd8LfG3hJsA5uEo1iPWkZxQvBnMr0tHySgDjFlCeUaOI'
const take = (length: number): string => random.repeat(4).slice(0, length)
const hex = '9f3b7c1d5e8a2046b1c7d9e3f5a80264'

const find = withRules(undefined)
const found = (text: string, path = 'src/a.ts'): (string | undefined)[][] =>
  find(text, path).map(({ provider, masked, start, end }) => [
    provider.id,
    provider.level,
    masked,
    text.slice(start, end),
  ])

it('finds keys by their shape, shows their public prefix alone, and says where they are revoked', () => {
  const slack = `xoxb-284719305628-847193056281-${take(24)}`
  expect(found(`const bot = "${slack}"`)).toEqual([['slack-bot-token', undefined, 'xoxb…', slack]])
  const anthropic = `sk-ant-api03-${take(93)}AA`
  expect(found(`key: ${anthropic}\n`)).toEqual([['anthropic-api-key', undefined, 'sk-ant-api03…', anthropic]])
  expect(find(`"${slack}"`, 'a.ts')[0]?.provider).toMatchObject({
    name: 'Slack token',
    revoke: 'api.slack.com/apps > OAuth & Permissions > Revoke tokens',
  })
})

it('finds keys by the name beside them, as a warning, and ids of accounts, as a note', () => {
  expect(found(`"api-for-etsy" => "${hex.slice(0, 24)}"`)).toEqual([
    ['etsy-access-token', 'warning', '…', hex.slice(0, 24)],
  ])
  expect(find(`etsyToken = "${hex.slice(0, 24)}"`, 'a.ts')[0]?.provider).toMatchObject({
    id: 'service-etsy',
    level: 'warning',
    revoke: 'etsy.com/developers/your-apps',
  })
  expect(found(`linkedinClientId = "77a${hex.slice(0, 11)}"`)).toEqual([
    ['linkedin-client-id', 'note', '…', `77a${hex.slice(0, 11)}`],
  ])
})

it('takes nothing for a key that is put in later', () => {
  for (const line of [
    'curl -u "${git_user}:${!token}" https://api.example.org',
    'curl -u "admin:{{ password }}" https://api.example.org',
    'curl -u "admin:$PASSWORD" https://api.example.org',
  ])
    expect(found(line, 'deploy.sh')).toEqual([])
  expect(found('curl -u "admin:tr0ub4dor&3" https://api.example.org', 'deploy.sh')).toHaveLength(1)
})

it('looks around keywords alone, so that a text of many of them and a long line are quickly done', () => {
  const text = `${'azure_sonar_token = linear.square; '.repeat(3_000)}\n${'a'.repeat(200_000)}`
  const started = performance.now()
  expect(found(text)).toEqual([])
  expect(performance.now() - started).toBeLessThan(10_000)
})
