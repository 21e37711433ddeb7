export * from './read-dockerfile.ts'
