/** What openapi-diff calls breaking and we do not, by edit, with the reading of the standard behind it. */
export const DISSENTS: ReadonlyMap<string, string> = new Map([
  [
    'request: an optional property is new',
    'It counts every value that was valid and no longer is: a client might have sent another type under that name all along. By that measure no property could ever be added. OpenAPI describes what clients send, and none was told of the name.',
  ],
  [
    'undo request: a property is removed',
    'The same: a property is added to what clients may send, and they need not send it.',
  ],
])
