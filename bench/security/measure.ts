import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyse, ruleLanguage } from '../../checks/insecure-patterns/engine/analyse.ts'
import { folderProject } from '../../test/corpora/security/folder-project.ts'
import { patternRules } from '../../test/corpora/security/rules.ts'

export interface Figures {
  /** Absolute paths of all that were looked at. */
  files: string[]
  filesPerSecond: number
  /** The highest since the process began. */
  megabytes: number
  /** Milliseconds of the slowest file. */
  worst: number
}

const PARTS = [0.25, 0.5, 1]
/** Files that are run again for the slowest: a collection that fell on one file is not that file's. */
const SLOWEST = 5
const AGAIN = 5
/** Files looked at before anything is measured: grammars are read, and code compiled, once in the life of a process. */
const WARM = 300

/** Processor time in milliseconds. */
export function milliseconds(since?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

/** Looks at every file of a language in a checkout, and at parts of them, with the stable rules. Prints a table. */
export async function measureFolder(
  corpus: string,
  folder: string,
  language: 'java' | 'javascript',
): Promise<Figures> {
  const root = join(corpus, folder)
  const project = folderProject(root)
  const paths = [...project.paths].filter((path) => ruleLanguage(path) === language).toSorted()
  const rules = new Map([...patternRules()].filter(([, rule]) => rule.status === 'stable'))
  const look = async (path: string): Promise<number> => {
    const text = readFileSync(join(root, path), 'utf8')
    const from = process.cpuUsage()
    await analyse(path, text, rules, project)
    return milliseconds(from)
  }
  for (const path of paths.slice(0, WARM)) await look(path)

  const figures: Figures = {
    files: paths.map((path) => join(root, path)),
    filesPerSecond: 0,
    megabytes: 0,
    worst: 0,
  }
  console.log(`\n${folder}, ${language}\n`)
  console.log('| files | lines | files/s | slowest file | ms of it | its lines | memory |')
  console.log('| ---: | ---: | ---: | --- | ---: | ---: | ---: |')
  for (const part of PARTS) {
    const step = Math.round(1 / part)
    const chosen = paths.filter((_, index) => index % step === 0)
    const took: [path: string, took: number][] = []
    const started = process.cpuUsage()
    for (const path of chosen) took.push([path, await look(path)])
    figures.filesPerSecond = chosen.length / (milliseconds(started) / 1000)
    figures.megabytes = process.resourceUsage().maxRSS / 1024
    let slowest = ''
    figures.worst = 0
    for (const [path] of took.toSorted((a, b) => b[1] - a[1]).slice(0, SLOWEST)) {
      const times = []
      for (let round = 0; round < AGAIN; round++) times.push(await look(path))
      const median = times.toSorted((a, b) => a - b)[AGAIN >> 1] ?? 0
      if (median > figures.worst) [slowest, figures.worst] = [path, median]
    }
    const lines = (path: string): number => readFileSync(join(root, path), 'utf8').split('\n').length
    const all = chosen.reduce((sum, path) => sum + lines(path), 0)
    console.log(
      `| ${chosen.length} | ${all} | ${Math.round(figures.filesPerSecond)} | ${slowest.split('/').at(-1)} | ${Math.round(figures.worst)} | ${lines(slowest)} | ${Math.round(figures.megabytes)} MB |`,
    )
  }
  if (language === 'java') await growth(rules)
  return figures
}

/** One class with more and more methods that each hold a flow. */
async function growth(rules: ReturnType<typeof patternRules>): Promise<void> {
  console.log('\n| methods with a flow in one file | ms | ms a method |\n| ---: | ---: | ---: |')
  for (const methods of [100, 200, 400, 800]) {
    const text = classOf(methods)
    await analyse('src/Many.java', text, rules)
    const from = process.cpuUsage()
    await analyse('src/Many.java', text, rules)
    const took = milliseconds(from)
    console.log(`| ${methods} | ${Math.round(took)} | ${(took / methods).toFixed(2)} |`)
  }
}

function classOf(methods: number): string {
  const body = Array.from(
    { length: methods },
    (_, index) => `  void m${index}(HttpServletRequest request, Connection c) throws Exception {
    String id = request.getParameter("id${index}");
    String sql = "SELECT * FROM t WHERE id = '" + id.trim() + "'";
    c.createStatement().executeQuery(sql);
  }`,
  )
  return `import javax.servlet.http.*;\nimport java.sql.*;\nclass Many {\n${body.join('\n')}\n}\n`
}
