import type { Region } from '../../model/index.ts'

/** Web frameworks whose routes are read. */
export const FRAMEWORKS = [
  'express',
  'koa',
  'hono',
  'fastify',
  'nestjs',
  'fastapi',
  'flask',
  'django',
  'gin',
  'echo',
  'fiber',
  'chi',
  'gorilla',
  'net/http',
  'spring',
  'aspnet',
  'rails',
] as const
export type FrameworkId = (typeof FRAMEWORKS)[number]

/** An address of a service, as its code declares it. */
export interface Route {
  framework: FrameworkId
  /** Upper case; `ANY` where the code answers every method, or does not say which. */
  method: string
  /**
   * From the root of the service, without a slash at the end (`/` for the root itself); parameters in braces
   * by the names that the code gives them (`/pets/{id}`), what takes the rest of the path as `{*name}`.
   */
  template: string
  /** Whether `template` begins at the root: false where a prefix is put together out of our sight. */
  complete: boolean
  /** Whether the code itself keeps the route out of the description made from it (`include_in_schema=False`…). */
  hidden: boolean
  /** Name of the function or method that answers, where it has one (`users.show`). */
  handler?: string
  path: string
  /** The declaration: the decorator, annotation or call, without the handler's body. */
  region: Region
}

/** The template with all parameters alike (`/pets/{}`): what a client can tell apart. */
export function anonymous(template: string): string {
  return template.replace(/\{\*[^{}]*\}/g, '{*}').replace(/\{[^{}*][^{}]*\}/g, '{}')
}
