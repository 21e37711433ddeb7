import type { Dialect } from '../go/dialect.ts'

/** https://pkg.go.dev/github.com/gin-gonic/gin */
export const gin: Dialect = {
  id: 'gin',
  packages: /^github\.com\/gin-gonic\/gin$/,
  makers: ['Default', 'New'],
  kind: 'application',
  types: ['Engine', 'RouterGroup', 'IRouter', 'IRoutes'],
}
