export { CUSTOM_FAMILY, customRules, type OwnRule } from './custom-rules.ts'
export { customRuleSchema } from './schema.ts'
export { importSemgrep } from './semgrep/import-rules.ts'
