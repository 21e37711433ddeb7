const DOCS = 'https://docs.github.com/rest'

/** An answer that is no success, in GitHub's form. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  readonly headers: Record<string, string>
  readonly errors: readonly unknown[] | undefined

  constructor(
    status: number,
    message: string,
    more: { headers?: Record<string, string>; errors?: readonly unknown[] } = {},
  ) {
    super(message)
    this.status = status
    this.headers = more.headers ?? {}
    this.errors = more.errors
  }

  get body(): Record<string, unknown> {
    const errors = this.errors ? { errors: this.errors } : {}
    return { message: this.message, ...errors, documentation_url: DOCS, status: String(this.status) }
  }
}

export function notFound(): ApiError {
  return new ApiError(404, 'Not Found')
}

export function invalid(...errors: readonly unknown[]): ApiError {
  return new ApiError(422, 'Validation Failed', { errors })
}
