export { type Imported, importSarif, type SarifFile, type SarifFiles } from './import-sarif.ts'
export { readSarifFiles, type SarifOptions } from './files.ts'
export { IMPORTED, type ImportedRule } from './rule.ts'
