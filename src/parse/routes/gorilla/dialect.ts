import type { Dialect } from '../go/dialect.ts'

/** https://pkg.go.dev/github.com/gorilla/mux */
export const gorilla: Dialect = {
  id: 'gorilla',
  packages: /^github\.com\/gorilla\/mux$/,
  makers: ['NewRouter'],
  kind: 'top',
  types: ['Router'],
}
