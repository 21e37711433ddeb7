import type { Language } from '../code/index.ts'
import type { PathParts } from './place.ts'

/**
 * A convention: the paths at which a test of a file may stand, by spelling. It answers the same number for every file, in
 * the same order, so that what others keep can be counted.
 */
export type Place = (parts: PathParts) => string[]

/** The naming conventions of each language's runners, likeliest first: what is taken where no neighbour shows another. */
export const PLACES: Partial<Record<Language, readonly Place[]>> = {
  javascript: [
    ...['test', 'spec'].flatMap((kind) => [
      ({ folder, name, extension }: PathParts) => [`${folder}${name}.${kind}.${extension}`],
      ({ folder, name, extension }: PathParts) => [`${folder}__tests__/${name}.${kind}.${extension}`],
      ({ folder, name, extension }: PathParts) => [
        `${folder}test/${name}.${kind}.${extension}`,
        `${folder}tests/${name}.${kind}.${extension}`,
      ],
      (parts: PathParts) => [
        `${root(parts)}test/${inner(parts)}${parts.name}.${kind}.${parts.extension}`,
        `${root(parts)}tests/${inner(parts)}${parts.name}.${kind}.${parts.extension}`,
        `${root(parts)}test/${parts.name}.${kind}.${parts.extension}`,
        `${root(parts)}tests/${parts.name}.${kind}.${parts.extension}`,
        `test/${parts.folder}${parts.name}.${kind}.${parts.extension}`,
        `${root(parts)}tests/unit/${inner(parts)}${parts.name}.${kind}.${parts.extension}`,
        `${root(parts)}test/unit/${inner(parts)}${parts.name}.${kind}.${parts.extension}`,
        `${root(parts)}__tests__/${inner(parts)}${parts.name}.${kind}.${parts.extension}`,
      ],
      ({ folder, name, extension }: PathParts) => [`${folder}${name}_${kind}.${extension}`],
    ]),
    (parts) => [
      `${root(parts)}test/${inner(parts)}${parts.name}.${parts.extension}`,
      `${root(parts)}test/${parts.name}.${parts.extension}`,
      `${parts.folder}__tests__/${parts.name}.${parts.extension}`,
    ],
  ],
  python: [
    (parts) => [
      `${root(parts)}tests/${inner(parts)}test_${parts.name}.py`,
      `${root(parts)}tests/test_${parts.name}.py`,
      `${root(parts)}tests/unit/${inner(parts)}test_${parts.name}.py`,
      `${root(parts)}tests/unit/test_${parts.name}.py`,
    ],
    ({ folder, name }) => [`${folder}tests/test_${name}.py`, `${folder}test/test_${name}.py`],
    ({ folder, name }) => [`tests/${folder}test_${name}.py`, `tests/${withoutFirst(folder)}test_${name}.py`],
    ({ folder, name }) => [`${folder}test_${name}.py`, `${folder}${name}_test.py`],
    ({ folder, name }) => [
      `${above(folder)}tests/test_${name}.py`,
      `${above(folder)}tests/${last(folder)}/test_${name}.py`,
    ],
    ({ folder }) => [`${folder}tests.py`],
  ],
  go: [({ folder, name }) => [`${folder}${name}_test.go`]],
  java: ['Test', 'Tests', 'IT'].map((suffix) => ({ folder, name }: PathParts) => [
    `${folder.replace('src/main/', 'src/test/')}${name}${suffix}.java`,
  ]),
  ruby: [
    ({ folder, name }) => [
      `${engine(folder)}spec/${folder.slice(engine(folder).length).replace(/^app\//, '')}${name}_spec.rb`,
      `${engine(folder)}spec/${folder.slice(engine(folder).length).replace(/^(?:app|lib)\//, '')}${name}_spec.rb`,
    ],
    ({ folder, name }) => [
      `${engine(folder)}test/${folder.slice(engine(folder).length).replace(/^app\//, '')}${name}_test.rb`,
      `${engine(folder)}test/${folder.slice(engine(folder).length).replace(/^(?:app|lib)\//, '')}${name}_test.rb`,
      `${engine(folder)}test/unit/${folder.slice(engine(folder).length).replace(/^(?:app|lib)\//, '')}${name}_test.rb`,
    ],
  ],
  php: [
    (parts) => [
      `${root(parts)}tests/Unit/${inner(parts)}${parts.name}Test.php`,
      `${root(parts)}tests/${inner(parts)}${parts.name}Test.php`,
      `${root(parts)}tests/unit/${inner(parts)}${parts.name}Test.php`,
      `${root(parts)}tests/Feature/${inner(parts)}${parts.name}Test.php`,
      `${root(parts)}tests/Integration/${inner(parts)}${parts.name}Test.php`,
      `${root(parts)}tests/Unit/${parts.name}Test.php`,
      `${root(parts)}tests/Feature/${parts.name}Test.php`,
      `${root(parts)}Tests/${inner(parts)}${parts.name}Test.php`,
      `tests/${parts.folder}${parts.name}Test.php`,
    ],
    ({ folder, name }) => [`${folder.replace(/((?:^|\/)\w+Bundle\/)/, '$1Tests/')}${name}Test.php`],
  ],
  'c-sharp': [
    ...['Tests', 'Test'].map((suffix) => (parts: PathParts) => {
      const [project = '', ...rest] = parts.folder.replace(/^src\//, '').split('/')
      const within = rest.join('/')
      return ['Tests', 'Test', 'UnitTests'].flatMap((kind) => [
        `test/${project}.${kind}/${within}${parts.name}${suffix}.cs`,
        `tests/${project}.${kind}/${within}${parts.name}${suffix}.cs`,
        `${project}.${kind}/${within}${parts.name}${suffix}.cs`,
        `src/${project}.${kind}/${within}${parts.name}${suffix}.cs`,
      ])
    }),
    ({ folder, name }) => [`${folder}${name}Tests.cs`],
  ],
  rust: [({ folder, name }) => [`${folder}${name}.rs`]],
}

/** The folder of the package: what stands before `src`, `lib` or `app`. */
function root({ folder }: PathParts): string {
  return /^((?:.*\/)?)(?:src|lib|app)\//.exec(folder)?.[1] ?? ''
}

/** The folder inside of the package's sources. */
function inner({ folder }: PathParts): string {
  return folder.replace(/^(?:.*\/)?(?:src|lib|app)\//, '')
}

function above(folder: string): string {
  return folder.replace(/[^/]+\/$/, '')
}

function last(folder: string): string {
  return /([^/]+)\/$/.exec(folder)?.[1] ?? ''
}

function withoutFirst(folder: string): string {
  return folder.replace(/^[^/]+\//, '')
}

/** A Rails engine or a gem in a repository of several: what stands before `app` or `lib`. */
function engine(folder: string): string {
  return /^((?:.*\/)?)(?:app|lib)\//.exec(folder)?.[1] ?? ''
}
