import type { TerraformBlock } from '../../../src/parse/terraform/index.ts'
import { attributes, constantsOf, type Mistake } from './resources.ts'

/** Who gets a role in Google's cloud. */
const GRANT = /^google_\w+_iam_(?:member|binding)$/
const SERVICE = /^google_(?:cloud_run\w*|cloudfunctions\w*|endpoints|iap)_/
const EVERYBODY = new Set(['allUsers', 'allAuthenticatedUsers'])

export const isGrant = (kind: string): boolean => GRANT.test(kind)

/** Whether it is called, and not read. */
export const isService = (kind: string): boolean => SERVICE.test(kind)

/** Whether a role lets call, and not read. */
const isCall = (binding: TerraformBlock): boolean =>
  [...attributes(binding, ['role'])].some(({ value }) =>
    constantsOf(value).some((one) => /invoker$/i.test(String(one))),
  )

const WIDE_GRANT = /^google_(?:project|folder|organization)_iam_(?:member|binding)$/
const BASIC_ROLE = /^roles\/(?:owner|editor)$/

/** Roles that hold every right over a whole project, folder or organization. */
export function* basicRoles(
  block: TerraformBlock,
  kind: string,
): Generator<{ node: Mistake['node']; role: string }> {
  if (!WIDE_GRANT.test(kind)) return
  for (const { value, node } of attributes(block, ['role']))
    for (const role of constantsOf(value))
      if (BASIC_ROLE.test(String(role))) yield { node, role: String(role) }
}

/** Members that are everybody. */
export function* membersOpen(block: TerraformBlock, kind: string, name: string): Generator<Mistake> {
  const isPolicy = kind === 'google_iam_policy'
  if (!isPolicy && !isGrant(kind)) return
  const blocks = isPolicy ? block.blocks.filter((one) => one.type === 'binding' && !isCall(one)) : [block]
  for (const path of ['member', 'members']) {
    for (const { value, node } of blocks.flatMap((one) => [...attributes(one, [path])])) {
      const everybody = constantsOf(value).find((one) => EVERYBODY.has(String(one)))
      if (everybody !== undefined)
        yield {
          node,
          words: path,
          message: `Everybody gets what \`${name}\` gives: \`${String(everybody)}\`.`,
          fix: 'Name the accounts that need it.',
        }
    }
  }
}
