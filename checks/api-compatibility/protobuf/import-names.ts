import { isWithin } from '../../../src/parse/protobuf/buf-config.ts'
import type { ProtoSide } from './proto-side.ts'

/**
 * Under which name each of these files is imported, where something says it: the root of its module, the files around it that
 * import it, or a folder that is named as its package. All must have been read.
 */
export function importNames(side: ProtoSide, paths: readonly string[]): Map<string, string> {
  const names = new Map<string, string>()
  for (const path of paths) {
    for (const { path: imported } of side.file(path)?.outline.imports ?? []) {
      const target = side.resolve(path, imported)
      // The longest, where some are imported under several.
      if (target !== undefined && imported.length > (names.get(target)?.length ?? 0))
        names.set(target, imported)
    }
  }
  for (const path of paths) {
    const name = nameInModule(side, path) ?? names.get(path) ?? nameByPackage(side, path)
    if (name !== undefined) names.set(path, name)
  }
  return names
}

function nameInModule(side: ProtoSide, path: string): string | undefined {
  const module = side.moduleOf(path)
  if (!module || !isWithin(path, [module.root])) return undefined
  return module.root === '' ? path : path.slice(module.root.length + 1)
}

/** `proto/acme/pets/v1/pets.proto` with `package acme.pets.v1` is `acme/pets/v1/pets.proto`. */
function nameByPackage(side: ProtoSide, path: string): string | undefined {
  const folder = side.file(path)?.outline.package.replaceAll('.', '/')
  if (!folder) return undefined
  const slash = path.lastIndexOf('/')
  const name = `${folder}${path.slice(slash)}`
  return slash > 0 && (path === name || path.endsWith(`/${name}`)) ? name : undefined
}
