export {
  type Skeleton,
  type SkeletonAnswer,
  SKELETON_LANGUAGES,
  skeletonOf,
  type SkeletonRequest,
} from './skeleton.ts'
export { testPlace, type TestPlace } from './place.ts'
export type { WantedFunction } from './skeleton-types.ts'
