import { readdirSync } from 'node:fs'

/** `npm run corpus:migrations -- <part> …`: what is said of real migrations; each folder beside this file is a part. */
const [part = '', ...rest] = process.argv.slice(2)
const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
const parts = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name)
if (parts.includes(part)) {
  process.argv.splice(2, process.argv.length, ...rest)
  await import(`./${part}/${part}.ts`)
} else {
  console.log(`npm run corpus:migrations -- ${parts.join('|')} …`)
  process.exitCode = 2
}
