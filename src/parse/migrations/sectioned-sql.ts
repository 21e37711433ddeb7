import type { Adapter, MigrationFile, MigrationFiles, Place } from './adapter.ts'
import { baseName, directoryOf } from './adapter.ts'
import { inverseOf, judgeSql, replaceLines, sqlPart } from './sql-part.ts'
import type { Remedy, Step } from './step.ts'

/** How a framework with both ways in one SQL file marks its sections. Patterns take one line. */
export interface SectionMarks {
  up: RegExp
  down: RegExp
  /** The line to write for the way back. */
  downLine: string
}

interface Section {
  way: 'up' | 'down'
  /** 1-based line of the mark. */
  line: number
  start: number
  end: number
}

/** An adapter for SQL files whose sections are marked by comments. */
export function sectionedAdapter(
  about: Pick<Adapter, 'framework' | 'title' | 'late'>,
  marks: SectionMarks,
): Adapter {
  return {
    ...about,
    checksummed: false,
    knownBy: 'version',
    place: placeOf,
    read: (files) => readStep(about.framework, marks, files),
  }
}

function placeOf(path: string): Place | undefined {
  const match = /^(\d+)[_-](.+)\.sql$/.exec(baseName(path))
  if (!match || /\.(?:up|down)\.sql$/.test(path)) return undefined
  return { key: path, role: 'both', set: directoryOf(path), version: match[1] ?? '', name: match[2] ?? '' }
}

async function readStep(
  framework: string,
  marks: SectionMarks,
  { place, up: file }: MigrationFiles,
): Promise<Step | undefined> {
  const sections = sectionsOf(file, marks)
  const first = sections.find((section) => section.way === 'up')
  if (!first) return undefined
  const last = sections.find((section) => section.way === 'down')
  const up = await sqlPart(file, first.start, first.end)
  const down = last && (await sqlPart(file, last.start, last.end))
  const judged = judgeSql(up, down)
  const inverse = inverseOf(up)
  const remedy =
    inverse !== undefined && ['missing', 'empty', 'fake'].includes(judged.reversibility)
      ? remedyFor(file, marks, last, inverse)
      : undefined
  const room = remedyFor(file, marks, last, '')
  return {
    id: `${framework}:${place.key}`,
    framework,
    ...(place.version !== undefined && { version: place.version }),
    name: place.name,
    path: file.path,
    up: { ...up, region: file.source.region(first.start, first.end) },
    ...(down && { down }),
    ...judged,
    obstacles: [],
    expected: `\`${marks.downLine}\` section`,
    ...(inverse !== undefined && { inverse }),
    ...(room && { room: { path: room.path, region: room.region, before: room.replacement } }),
    ...(remedy && { remedy }),
  }
}

function sectionsOf({ source }: MigrationFile, marks: SectionMarks): Section[] {
  const sections: Section[] = []
  const lines = source.text.split('\n')
  let offset = 0
  for (const [index, line] of lines.entries()) {
    const way = marks.up.test(line) ? 'up' : marks.down.test(line) ? 'down' : undefined
    if (way) {
      const before = sections.at(-1)
      if (before) before.end = offset
      sections.push({ way, line: index + 1, start: offset, end: source.text.length })
    }
    offset += line.length + 1
  }
  return sections
}

function remedyFor(
  { path, source }: MigrationFile,
  marks: SectionMarks,
  section: Section | undefined,
  inverse: string,
): Remedy | undefined {
  if (section) {
    const { endLine } = source.region(section.start, section.end)
    return replaceLines(path, source, section.line, endLine, `${source.line(section.line)}\n${inverse}`)
  }
  const { endLine } = source.region(0, source.text.length)
  const replacement = `${source.line(endLine)}\n\n${marks.downLine}\n${inverse}`
  return replaceLines(path, source, endLine, endLine, replacement)
}
