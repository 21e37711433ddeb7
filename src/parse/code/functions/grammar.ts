import type { Language } from '../languages.ts'

/** How a grammar calls functions, what holds them and what branches. */
export interface FunctionGrammar {
  /** With a name of their own. */
  functions: ReadonlySet<string>
  /** Without: named by the variable, property or field that they are given to. */
  anonymous: ReadonlySet<string>
  /** What makes functions its members. */
  holders: ReadonlySet<string>
  branches: ReadonlyMap<string, BranchKind>
}

export type BranchKind = 'condition' | 'case' | 'handler' | 'choice' | 'operator'

function grammar(
  functions: string,
  anonymous: string,
  holders: string,
  branches: Readonly<Record<BranchKind, string>>,
): FunctionGrammar {
  const kinds = Object.entries(branches) as [BranchKind, string][]
  return {
    functions: words(functions),
    anonymous: words(anonymous),
    holders: words(holders),
    branches: new Map(
      kinds.flatMap(([kind, types]) => [...words(types)].map((type): [string, BranchKind] => [type, kind])),
    ),
  }
}

function words(text: string): Set<string> {
  return new Set(text.split(' ').filter((word) => word !== ''))
}

const script = grammar(
  'function_declaration generator_function_declaration method_definition',
  'arrow_function function_expression function generator_function',
  'class_declaration class abstract_class_declaration',
  {
    condition: 'if_statement',
    case: 'switch_case switch_default',
    handler: 'catch_clause',
    choice: 'ternary_expression',
    operator: 'binary_expression augmented_assignment_expression',
  },
)

/** Node types of the grammars that this project ships. */
export const GRAMMARS: Partial<Record<Language, FunctionGrammar>> = {
  javascript: script,
  typescript: script,
  tsx: script,
  python: grammar('function_definition', '', 'class_definition', {
    condition: 'if_statement elif_clause',
    case: 'case_clause',
    handler: 'except_clause',
    choice: 'conditional_expression',
    operator: 'boolean_operator',
  }),
  go: grammar('function_declaration method_declaration', '', '', {
    condition: 'if_statement',
    case: 'expression_case default_case type_case communication_case',
    handler: '',
    choice: '',
    operator: 'binary_expression',
  }),
  java: grammar(
    'method_declaration constructor_declaration compact_constructor_declaration',
    '',
    'class_declaration interface_declaration enum_declaration record_declaration',
    {
      condition: 'if_statement',
      case: 'switch_block_statement_group switch_rule',
      handler: 'catch_clause',
      choice: 'ternary_expression',
      operator: 'binary_expression',
    },
  ),
  ruby: grammar('method singleton_method', '', 'class module', {
    condition: 'if unless elsif if_modifier unless_modifier',
    case: 'when in_clause',
    handler: 'rescue rescue_modifier',
    choice: 'conditional',
    operator: 'binary operator_assignment',
  }),
  php: grammar(
    'function_definition method_declaration',
    '',
    'class_declaration trait_declaration interface_declaration enum_declaration',
    {
      condition: 'if_statement else_if_clause',
      case: 'case_statement default_statement match_conditional_expression match_default_expression',
      handler: 'catch_clause',
      choice: 'conditional_expression',
      operator: 'binary_expression',
    },
  ),
  'c-sharp': grammar(
    'method_declaration constructor_declaration local_function_statement operator_declaration',
    '',
    'class_declaration struct_declaration record_declaration interface_declaration',
    {
      condition: 'if_statement',
      case: 'switch_section switch_expression_arm',
      handler: 'catch_clause',
      choice: 'conditional_expression',
      operator: 'binary_expression',
    },
  ),
  rust: grammar('function_item', '', 'impl_item trait_item mod_item', {
    condition: 'if_expression',
    case: 'match_arm',
    handler: '',
    choice: '',
    operator: 'binary_expression',
  }),
}

/** Operators that run their right side only sometimes. */
export const SHORT_CIRCUITS = new Set(['&&', '||', '??', 'and', 'or', '&&=', '||=', '??='])
