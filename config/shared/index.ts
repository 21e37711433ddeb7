export { readStored } from './document.ts'
export { followExtends } from './follow.ts'
export { describeReference, isCommit, ORGANISATION } from './reference.ts'
export * from './types.ts'
