export * from './read-nginx.ts'
