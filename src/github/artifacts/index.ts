export {
  type CoverageArtifact,
  isCoverageName,
  listCoverageArtifacts,
  type ListedArtifacts,
  listRunArtifacts,
  type WorkflowRun,
} from './list.ts'
export { readArtifacts, type ReadArtifacts } from './read.ts'
