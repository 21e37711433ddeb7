import type { Ecosystem } from './ecosystem.ts'
import { dotnet } from './dotnet/ecosystem.ts'
import { go } from './go/ecosystem.ts'
import { javascript } from './javascript/ecosystem.ts'
import { jvm } from './jvm/ecosystem.ts'
import { php } from './php/ecosystem.ts'
import { python } from './python/ecosystem.ts'
import { ruby } from './ruby/ecosystem.ts'
import { rust } from './rust/ecosystem.ts'

/** Languages in which tests are followed to functions, name by name. */
export const ECOSYSTEMS: readonly Ecosystem[] = [javascript, jvm, dotnet, php, python, go, ruby, rust]
