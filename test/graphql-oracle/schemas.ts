import fc from 'fast-check'

// Schemas over a small pool of names, so that two of them have much in common and differ in everything else.
const OBJECTS = ['Query', 'User', 'Team', 'Cat']
const INTERFACES = ['Node', 'Named']
const UNIONS = ['Pet', 'Result']
const ENUMS = ['Status', 'Kind']
const INPUTS = ['Filter', 'By']
const SCALARS = ['Date', 'Url']

const wrap = fc.constantFrom('T', 'T!', '[T]', '[T!]', '[T]!', '[T!]!', '[[T!]!]')
const names = (pool: readonly string[], minLength = 0): fc.Arbitrary<string[]> =>
  fc.subarray([...pool], { minLength })

interface Shape {
  objects: string[]
  interfaces: string[]
  unions: string[]
  enums: string[]
  inputs: string[]
  scalars: string[]
}

const shape: fc.Arbitrary<Shape> = fc.record({
  objects: names(OBJECTS, 2),
  interfaces: names(INTERFACES),
  unions: names(UNIONS),
  enums: names(ENUMS),
  inputs: names(INPUTS),
  scalars: names(SCALARS),
})

function input(target: readonly string[]): fc.Arbitrary<string> {
  const type = fc.tuple(fc.constantFrom(...target), wrap).map(([name, wrapped]) => wrapped.replace('T', name))
  const plain = fc.tuple(type, fc.boolean()).map(([t, d]) => (d ? `${t} = null` : t))
  const defaulted = fc.constantFrom('Int = 1', 'Int! = 1', 'Int! = 2', '[Int!] = [1, 2]', 'String = "a"')
  return fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: defaulted })
}

function inputs(target: readonly string[], pool: readonly string[]): fc.Arbitrary<string[]> {
  return fc
    .tuple(names(pool), fc.array(input(target), { minLength: pool.length, maxLength: pool.length }))
    .map(([chosen, types]) => chosen.map((name, index) => `${name}: ${types[index] ?? 'Int'}`))
}

function definitions(of: Shape): fc.Arbitrary<string[]> {
  const output = ['Int', 'String', ...of.objects, ...of.interfaces, ...of.unions, ...of.enums, ...of.scalars]
  const accepted = ['Int', 'String', ...of.inputs, ...of.enums, ...of.scalars]
  const field = fc
    .tuple(
      fc.constantFrom(...output),
      wrap,
      inputs(accepted, ['first', 'id']),
      fc.constantFrom('a', 'b', 'c', 'd'),
    )
    .map(([type, wrapped, args, name]) => ({
      name,
      sdl: `  ${name}${args.length > 0 ? `(${args.join(', ')})` : ''}: ${wrapped.replace('T', type)}`,
    }))
  const fields = fc
    .uniqueArray(field, { minLength: 1, maxLength: 4, selector: ({ name }) => name })
    .map((all) => `{\n${all.map(({ sdl }) => sdl).join('\n')}\n}`)
  const implementing = names(of.interfaces).map((all) =>
    all.length > 0 ? ` implements ${all.join(' & ')}` : '',
  )
  const body = (pool: readonly string[], print: (name: string) => string): fc.Arbitrary<string> =>
    names(pool, 1).map((all) => `{\n${all.map((name) => `  ${print(name)}`).join('\n')}\n}`)
  const directive = fc
    .tuple(
      inputs(accepted, ['key', 'scope']),
      fc.boolean(),
      fc.subarray(['FIELD', 'QUERY', 'OBJECT'], { minLength: 1 }),
    )
    .map(([args, repeatable, locations]) => {
      const list = args.length > 0 ? `(${args.join(', ')})` : ''
      return `directive @cached${list}${repeatable ? ' repeatable' : ''} on ${locations.join(' | ')}`
    })
  return fc
    .tuple(
      ...of.objects.map((name) => fc.tuple(implementing, fields).map(([i, f]) => `type ${name}${i} ${f}`)),
      ...of.interfaces.map((name) => fields.map((f) => `interface ${name} ${f}`)),
      ...of.unions.map((name) => names(of.objects, 1).map((all) => `union ${name} = ${all.join(' | ')}`)),
      ...of.enums.map((name) =>
        body(['OPEN', 'CLOSED', 'DRAFT'], (value) => value).map((b) => `enum ${name} ${b}`),
      ),
      ...of.inputs.map((name) =>
        inputs(accepted, ['a', 'b', 'c'])
          .map((all) => (all.length > 0 ? all : ['a: Int']))
          .map((all) => `input ${name} {\n${all.map((one) => `  ${one}`).join('\n')}\n}`),
      ),
      ...of.scalars.map((name) => fc.constant(`scalar ${name}`)),
      fc.option(directive, { nil: '' }),
    )
    .map((all) => all.filter((one) => one !== ''))
}

/** The definitions of a schema that graphql-js can build, each as SDL. */
export const schema: fc.Arbitrary<string[]> = shape.chain(definitions)
