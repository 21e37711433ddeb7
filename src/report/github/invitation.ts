import type { Format } from '../../engine/onboarding/formats.ts'
import { codeSpan } from '../escape/index.ts'
import { list } from '../words.ts'
import { byteLength, link } from './markdown.ts'
import { type CheckRunPayload, LIMITS } from './payload.ts'

/** Characters of an address that browsers, proxies and GitHub take. */
const MAX_URL = 7_500

export interface Invitation {
  /** `https://github.com/acme/shop`. */
  repositoryUrl: string
  branch: string
  path: string
  /** Texts of the file to begin with, the first that fits into an address is offered. */
  texts: readonly string[]
  formats: readonly Format[]
}

/** For a repository without a configuration: what it holds, and GitHub's editor with a fitted file, one click away. */
export function invitationBlock({ repositoryUrl, branch, path, texts, formats }: Invitation): string {
  const base = `${repositoryUrl}/new/${branch.split('/').map(encodeURIComponent).join('/')}`
  const url = texts
    .map((text) => `${base}?filename=${encodeURIComponent(path)}&value=${encodeURIComponent(text)}`)
    .find((candidate) => candidate.length <= MAX_URL)
  const held = formats.slice(0, 8).map(({ name, files }) => `${name} (${files})`)
  const seen = held.length > 0 ? ` It holds ${list(held)}.` : ''
  return (
    `**This repository has no ${codeSpan(path)}**: the recommended rules are in force.${seen} ` +
    `${link('Begin with a file that is fitted to it', url ?? `${base}?filename=${encodeURIComponent(path)}`)}.`
  )
}

/** Says it in the first check run alone, at its end: it is for those who administer, once. */
export function withInvitation(payloads: readonly CheckRunPayload[], block: string): CheckRunPayload[] {
  return payloads.map((payload, index) => {
    const summary = `${payload.summary}\n\n${block}`
    return index === 0 && byteLength(summary) <= LIMITS.text ? { ...payload, summary } : payload
  })
}
