import type { Dialect } from '../go/dialect.ts'

/** https://pkg.go.dev/github.com/go-chi/chi/v5 */
export const chi: Dialect = {
  id: 'chi',
  packages: /^github\.com\/go-chi\/chi$/,
  makers: ['NewRouter', 'NewMux'],
  kind: 'top',
  types: ['Router', 'Mux'],
}
