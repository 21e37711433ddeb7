import type { Dialect } from '../go/dialect.ts'

/** https://pkg.go.dev/github.com/labstack/echo/v4 */
export const echo: Dialect = {
  id: 'echo',
  packages: /^github\.com\/labstack\/echo$/,
  makers: ['New'],
  kind: 'application',
  types: ['Echo', 'Group'],
}
