import type { SimulatedChange, SimulatedFinding, Simulation } from '../../engine/simulate.ts'
import { cell, codeSpan, markdownProse, shorten, visible } from '../escape/index.ts'
import { fitBlocks } from '../github/markdown.ts'
import { conclusionWords, count, list } from '../words.ts'

/** Findings of one change that are named; the rest is counted. */
const NAMED = 20

/** The shape of `config simulate --format json`; a new optional field leaves the version as it is. */
export function simulationToJson(simulation: Simulation): string {
  return `${JSON.stringify({ schemaVersion: 1, ...simulation }, undefined, 2)}\n`
}

/** What would have been said otherwise, change by change; those without a difference are counted. */
export function simulationToTerminal(simulation: Simulation): string {
  const blocks = simulation.changes.filter(differs).map((change) =>
    [
      nameOf(change),
      ...change.checks.map(
        ({ family, before, after }) => `  ${family}: ${conclusionWords(before)} → ${conclusionWords(after)}`,
      ),
      ...entriesOf(change).map(({ sign, finding, more }) => {
        const place = finding.line === undefined ? finding.path : `${finding.path}:${finding.line}`
        return `  ${sign} ${finding.level} ${place} ${finding.ruleId}${more}`
      }),
      ...cutOf(change).map((text) => `  ${text}`),
      ...(change.notLookedAt ?? []).slice(0, 5).map((what) => `  ! not looked at: ${what}`),
    ]
      .map(visible)
      .join('\n'),
  )
  return `${[...blocks, totals(simulation)].join('\n\n')}\n`
}

/** The same as Markdown of at most `room` bytes. */
export function simulationToMarkdown(simulation: Simulation, room = 60_000): string {
  const blocks = simulation.changes.filter(differs).map((change) => {
    const checks = change.checks.map(
      ({ family, before, after }) =>
        `${codeSpan(family)} ${conclusionWords(before)} → ${conclusionWords(after)}`,
    )
    const rows = entriesOf(change).map(({ word, finding, more }) => {
      const place = finding.line === undefined ? finding.path : `${finding.path}:${finding.line}`
      return `| ${[word + more, finding.level, codeSpan(finding.ruleId), codeSpan(place)].map(cell).join(' | ')} |`
    })
    const gaps = change.notLookedAt?.length ?? 0
    return [
      `**${markdownProse(shorten(nameOf(change), 200))}**${checks.length > 0 ? `: ${list(checks)}` : ''}`,
      ...(rows.length > 0
        ? [['| | Level | Rule | Place |', '| --- | --- | --- | --- |', ...rows].join('\n')]
        : []),
      ...cutOf(change),
      ...(gaps > 0 ? [`_${count(gaps, 'thing')} could not be looked at._`] : []),
    ].join('\n\n')
  })
  return fitBlocks([totals(simulation), ...blocks], room, (left) => `_and ${left} more_`)
}

function differs({ checks, appear, vanish, levels }: SimulatedChange): boolean {
  return checks.length + appear.length + vanish.length + levels.length > 0
}

interface Entry {
  sign: '+' | '-' | '~'
  word: string
  finding: SimulatedFinding
  more: string
}

function allEntries({ appear, vanish, levels }: SimulatedChange): Entry[] {
  return [
    ...appear.map((finding) => ({ sign: '+' as const, word: 'appears', finding, more: '' })),
    ...levels.map((finding) => ({
      sign: '~' as const,
      word: 'level',
      finding,
      more: ` (was ${finding.from})`,
    })),
    ...vanish.map((finding) => ({ sign: '-' as const, word: 'vanishes', finding, more: '' })),
  ]
}

function entriesOf(change: SimulatedChange): Entry[] {
  return allEntries(change).slice(0, NAMED)
}

function cutOf(change: SimulatedChange): string[] {
  const left = allEntries(change).length - NAMED
  return left > 0 ? [`and ${left} more`] : []
}

function nameOf({ sha, title, pull }: SimulatedChange): string {
  const number = pull === undefined || title.includes(`#${pull}`) ? '' : ` (#${pull})`
  return `${sha.slice(0, 10)} ${title}${number}`
}

function totals({ changes, left }: Simulation): string {
  const sum = (of: (change: SimulatedChange) => number): number =>
    changes.reduce((total, change) => total + of(change), 0)
  const newlyFailing = changes.filter(
    ({ before, after }) => before !== 'failure' && after === 'failure',
  ).length
  const noLonger = changes.filter(({ before, after }) => before === 'failure' && after !== 'failure').length
  const gaps = changes.filter(({ notLookedAt }) => notLookedAt).length
  return [
    `Of ${count(changes.length, 'merged change')}, ${changes.filter(differs).length} would have been answered otherwise:`,
    `${count(
      sum(({ appear }) => appear.length),
      'finding',
    )} more, ${sum(({ vanish }) => vanish.length)} fewer, ${sum(({ levels }) => levels.length)} at another level;`,
    `${newlyFailing} would fail that did not, ${noLonger} would fail no more.`,
    ...(gaps > 0 ? [`In ${gaps}, not everything could be looked at.`] : []),
    ...(left > 0 ? [`${left} were left out: no time was left for them.`] : []),
    'Labels, coverage and the baseline were not taken into account.',
  ].join(' ')
}
