import type { Dialect } from '../go/dialect.ts'

/** https://pkg.go.dev/net/http#hdr-Patterns-ServeMux */
export const netHttp: Dialect = {
  id: 'net/http',
  packages: /^net\/http$/,
  makers: ['NewServeMux'],
  kind: 'top',
  types: ['ServeMux'],
}
