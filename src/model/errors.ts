/** What somebody using the program can mend: printed without a stack, exit code 2. */
export class UserError extends Error {
  override name = 'UserError'
}
