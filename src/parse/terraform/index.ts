export * from './read-terraform.ts'
