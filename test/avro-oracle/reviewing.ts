import { reviewerOf } from '../rules/reviewing.ts'

export { words, type Files, type Outcome, type Reported } from '../rules/reviewing.ts'
export const review = await reviewerOf('avro-')
