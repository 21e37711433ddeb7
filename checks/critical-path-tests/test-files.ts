import { matcher } from '../../src/model/index.ts'

/** Where each language's runners look for tests by default. */
export const TEST_GLOBS: readonly string[] = [
  '**/*.{test,spec,e2e}.{js,jsx,mjs,cjs,ts,tsx,mts,cts}',
  '**/*[-_]{test,spec}.{js,jsx,mjs,cjs,ts,tsx,mts,cts}',
  '**/{__tests__,test,tests,spec,e2e}/**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}',
  '**/{test_*,*_test,tests}.py',
  '**/{tests,*_tests}/**/*.py',
  '**/*_test.go',
  '**/*{Test,Tests,IT,TestCase,Spec}.{java,kt,groovy,scala}',
  '**/Test[A-Z]*.java',
  // Source sets of Maven, Gradle, Android and Kotlin: `integrationTest`, `testFixtures`, `androidTest`, `it`.
  '**/src/{test,it,itest,*Test,*Tests,test[A-Z-]*}/**/*.{java,kt,groovy,scala}',
  '**/*_{spec,test}.rb',
  '**/{spec,test}/**/*.rb',
  '**/*{Test,Tests}.cs',
  '**/*.{*Tests,Test,Specs}/**/*.cs',
  '**/{test,tests}/**/*.cs',
  '**/*Test.php',
  '**/tests/**/*.{php,rs}',
  '**/src/**/{test,tests}.rs',
]
const isTest = matcher(TEST_GLOBS)
const isSupport = matcher([
  '**/{__fixtures__,__mocks__,fixtures,testdata,__snapshots__}/**',
  // What tests of Maven's and Gradle's layout read.
  '**/src/{test,it,itest,*Test,*Tests,test[A-Z-]*}/resources/**',
  '**/*.{story,stories}.{js,jsx,mjs,ts,tsx}',
  // Go's test code that several packages share cannot stand in files of tests.
  '**/{testutil,testutils,testfixtures,testhelper,testhelpers,testsupport,testlib}/**/*.go',
])

/** Whether a path is test code, by the default conventions of its language's runners. */
export function isTestFile(path: string): boolean {
  return isTest(path) && !isSupport(path)
}

/** Test code, fixtures and other things that stand beside tests: not what a test should reach. */
export function isTestSupport(path: string): boolean {
  return isTest(path) || isSupport(path)
}
