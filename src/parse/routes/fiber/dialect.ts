import type { Dialect } from '../go/dialect.ts'

/** https://pkg.go.dev/github.com/gofiber/fiber/v3 */
export const fiber: Dialect = {
  id: 'fiber',
  packages: /^github\.com\/gofiber\/fiber$/,
  makers: ['New'],
  kind: 'top',
  types: ['App', 'Router', 'Group'],
}
