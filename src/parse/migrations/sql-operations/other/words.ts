/** A name as these databases write it, with a schema or without. */
export const NAME =
  '(?:`[^`]+`|"[^"]+"|\\[[^\\]]+\\]|[\\w$]+)(?:\\.(?:`[^`]+`|"[^"]+"|\\[[^\\]]+\\]|[\\w$]+))?'

export function unquoted(name: string): string {
  return name.replaceAll(/[`"[\]]/g, '')
}
