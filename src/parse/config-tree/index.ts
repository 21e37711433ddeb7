export {
  type ConfigEntry,
  type ConfigList,
  type ConfigMap,
  type ConfigNode,
  type ConfigScalar,
  entriesOf,
  entryOf,
  itemsOf,
  mapsIn,
  textAt,
  valueAt,
} from './tree.ts'
export { type ReadConfig, readYaml } from './read-yaml.ts'
