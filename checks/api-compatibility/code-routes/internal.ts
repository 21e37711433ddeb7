import { matcher } from '../../../src/model/index.ts'
import type { Route } from '../../../src/parse/routes/index.ts'

/** Routes that people do not describe to clients: probes, metrics, documentation, static files. */
export const INTERNAL_ROUTES: readonly string[] = [
  '/',
  '**/{health,healthz,healthcheck,health-check,livez,readyz,live,ready,liveness,readiness,alive,ping,heartbeat}{,/**}',
  '**/{metrics,prometheus,version,favicon.ico,robots.txt,sitemap.xml,*manifest.json}',
  '**/{docs,redoc,swagger,swagger-ui,api-docs,openapi,scalar}{,/**}',
  '**/{swagger,openapi,schema}.{json,yaml,yml}',
  '**/{graphql,graphiql,playground,mcp,websocket,ws}{,/**}',
  '**/{static,assets,public,media,uploads}/**',
  '**/{internal,_internal,debug,actuator}{,/**}',
  '**/*.{html,css,js,ico,txt,xml,png,svg}',
]

/** Says of a route whether a description of the API need not have it. */
export function internalRoutes(patterns: readonly string[]): (route: Route) => boolean {
  const matches = matcher(patterns)
  return ({ method, template, hidden }) =>
    hidden ||
    method === 'HEAD' ||
    method === 'OPTIONS' ||
    template.includes('{*') ||
    // Nothing but parameters: whose they are, a prefix would have to say.
    (template !== '/' && !/\/[^/{]/.test(template)) ||
    matches(template)
}
