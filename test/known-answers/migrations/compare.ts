import { writeFileSync } from 'node:fs'
import { comparedPage } from './page.ts'

/** `npm run compare:hazards`: writes the page from the cases. */
writeFileSync(new URL('../../../docs/hazards-compared.md', import.meta.url), comparedPage())
