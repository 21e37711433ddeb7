import { defineRule } from '../../../src/model/index.ts'
import type { TerraformBlock } from '../../../src/parse/terraform/index.ts'
import { isGrant } from '../terraform/members.ts'
import {
  allowedBy,
  everythingOfService,
  isForAll,
  isForEverybody,
  isOftenMeant,
  type Statement,
} from '../terraform/policies.ts'
import {
  attributes,
  constantsOf,
  type Mistake,
  mistakesIn,
  TERRAFORM,
  terraformOptions,
} from '../terraform/resources.ts'

const FIX = 'Name the actions and resources that are needed.'

/**
 * Actions with which who has them gives themselves or others more.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html (Permissions management)
 */
const ESCALATES =
  /^(?:iam:(?:CreatePolicyVersion|SetDefaultPolicyVersion|CreateAccessKey|(?:Create|Update)LoginProfile|(?:Attach|Put)(?:User|Group|Role)Policy|AddUserToGroup|UpdateAssumeRolePolicy|CreateServiceLinkedRole|DeleteRolePermissionsBoundary|DeleteUserPermissionsBoundary|PutRolePermissionsBoundary|PutUserPermissionsBoundary|UpdateAccessKey|CreateServiceSpecificCredential|ResetServiceSpecificCredential|EnableMFADevice|DeactivateMFADevice)|glue:UpdateDevEndpoint|lambda:UpdateFunctionCode|codestar:CreateProject|cloudformation:SetStackPolicy|sts:AssumeRole(?:WithSAML|WithWebIdentity)?)$/i
/** Actions that start something with a role that `iam:PassRole` hands over. */
const STARTS =
  /^(?:lambda:(?:CreateFunction|CreateEventSourceMapping|AddPermission|InvokeFunction)|ec2:RunInstances|glue:(?:CreateDevEndpoint|CreateJob|UpdateJob)|cloudformation:(?:CreateStack|UpdateStack)|datapipeline:(?:CreatePipeline|PutPipelineDefinition|ActivatePipeline)|sagemaker:Create\w+|codebuild:CreateProject|ecs:(?:RunTask|RegisterTaskDefinition)|ssm:StartAutomationExecution|\*)$/i
/** Reading of secrets and of data, and opening of both. */
const READS =
  /^(?:s3:GetObject|secretsmanager:GetSecretValue|ssm:GetParameters?(?:ByPath)?|rds:(?:CopyDBSnapshot|CopyDBClusterSnapshot)|ec2:GetPasswordData|iam:\w*AccessKey\w*|sts:(?:GetSessionToken|GetFederationToken|AssumeRole)|chime:CreateApiKey|codepipeline:PollForJobs|cognito-identity:GetCredentialsForIdentity|connect:GetFederationToken|ecr:GetAuthorizationToken|ecr-public:GetAuthorizationToken|gamelift:RequestUploadCredentials|lightsail:(?:DownloadDefaultKeyPair|GetInstanceAccessDetails|GetRelationalDatabaseMasterUserPassword)|rds-db:connect|rds:DownloadCompleteDBLogFile|redshift:(?:GetClusterCredentials|CreateClusterUser|GetClusterCredentialsWithIAM)|sso:GetRoleCredentials|mediapackage:RotateChannelCredentials|snowball:GetJobUnlockCode|storagegateway:DescribeChapCredentials|waf:GetChangeToken|codeartifact:GetAuthorizationToken|kms:Decrypt|dynamodb:(?:Scan|Query|GetItem|BatchGetItem)|athena:GetQueryResults|logs:GetLogEvents|cloudtrail:LookupEvents|sqs:ReceiveMessage)$/i
const OPENS =
  /^(?:s3:(?:PutBucketPolicy|PutBucketAcl|PutObjectAcl|PutAccessPointPolicy|PutBucketPublicAccessBlock|PutAccountPublicAccessBlock|DeleteBucketPolicy|DeleteAccessPointPolicy|PutObjectVersionAcl|BypassGovernanceRetention|ObjectOwnerOverrideToBucketOwner)|ecr:(?:Set|Delete)RepositoryPolicy|lambda:(?:Add|Remove)(?:LayerVersion)?Permission|kms:(?:PutKeyPolicy|CreateGrant|RevokeGrant|RetireGrant)|sns:(?:AddPermission|RemovePermission|CreateTopic|SetTopicAttributes)|sqs:(?:AddPermission|RemovePermission|CreateQueue|SetQueueAttributes)|ec2:(?:Modify(?:Snapshot|Image)Attribute|ModifyVpcEndpointServicePermissions|CreateNetworkInterfacePermission|DeleteNetworkInterfacePermission|ResetSnapshotAttribute)|rds:(?:ModifyDBSnapshotAttribute|ModifyDBClusterSnapshotAttribute|AuthorizeDBSecurityGroupIngress)|glacier:\w*Policy|secretsmanager:(?:Put|Delete)ResourcePolicy|backup:\w*AccessPolicy|es:(?:UpdateElasticsearchDomainConfig|CreateElasticsearchDomain)|codebuild:\w*(?:ResourcePolicy|SourceCredentials)|elasticfilesystem:\w*FileSystemPolicy|glue:\w*ResourcePolicy|iam:(?:Create|Delete|Attach|Detach|Put|Update|Add|Remove|Set|Pass|Upload|Tag|Untag|Enable|Resync|Deactivate)\w*|logs:(?:Put|Delete)(?:ResourcePolicy|DestinationPolicy)|redshift:\w*(?:SnapshotAccess|ClusterSecurityGroupIngress|CreateClusterUser|JoinGroup)|cloudformation:SetStackPolicy|organizations:\w+Polic\w+|ram:\w+|acm-pca:\w*(?:Permission|Policy))$/i

/** Roles of Google's cloud that hold nearly every right, or with which one becomes another account. */
const BROAD_ROLE =
  /^(?:roles\/(?:viewer|iam\.(?:securityAdmin|serviceAccountAdmin|serviceAccountKeyAdmin|serviceAccountUser|serviceAccountTokenCreator|workloadIdentityUser|organizationRoleAdmin|roleAdmin)|resourcemanager\.(?:organizationAdmin|folderAdmin|projectIamAdmin|folderIamAdmin|projectCreator|projectMover|organizationIamAdmin)|compute\.(?:admin|instanceAdmin)|cloudfunctions\.(?:admin|developer)|cloudbuild\.builds\.editor|deploymentmanager\.editor|dataflow\.(?:admin|developer)|dataproc\.(?:admin|editor)|dataproc\.hubAgent|composer\.(?:admin|worker)|run\.(?:admin|developer)|container\.admin|serverless\.serviceAgent|storage\.admin|bigquery\.admin|cloudkms\.admin|secretmanager\.admin))$/
const WIDE_GRANT = /^google_(?:project|folder|organization)_iam_(?:member|binding)$/
const DEFAULT_ACCOUNT = /@(?:developer|appspot)\.gserviceaccount\.com$/

export default defineRule({
  title: 'Rights that are wider than they need to be',
  level: 'note',
  confidence: 'medium',
  status: 'preview',
  module: 7,
  cwe: [269, 732],
  files: TERRAFORM,
  options: terraformOptions,
  check: (context) => mistakesIn(context, broad),
})

function* broad(block: TerraformBlock, kind: string, name: string): Generator<Mistake> {
  for (const statement of allowedBy(block, kind)) {
    if (isForAll(statement) || everythingOfService(statement) !== undefined) continue
    const why =
      isForEverybody(statement) && isOftenMeant(statement)
        ? 'allows everybody, which a web site needs alone'
        : ofStatement(statement, kind)
    if (why !== undefined)
      yield {
        node: statement.actionsAt,
        words: 'actions',
        message: `The policy \`${name}\` ${why}.`,
        fix: FIX,
      }
  }
  if (isGrant(kind)) yield* ofGoogle(block, kind, name)
  if (kind === 'azurerm_role_assignment') yield* ofAzure(block, name)
}

function ofStatement(
  { actions, hasNotAction, resources, attribute, principals }: Statement,
  kind: string,
): string | undefined {
  if (hasNotAction) return 'allows everything but what it names'
  const isAll = resources.includes('*') || resources.length === 0
  const star = actions.find((one) => one === '*' || /^[\w-]+:\*$/.test(one))
  if (star !== undefined) return `allows every action of a service: \`${star}\``
  // Who may take a role is what such a policy is about.
  if (
    attribute === 'assume_role_policy' ||
    (kind === 'aws_iam_policy_document' && principals.length > 0 && !isAll)
  )
    return undefined
  const escalates = actions.find((one) => ESCALATES.test(one) && (isAll || !/^sts:/i.test(one)))
  if (escalates !== undefined) return `lets who has it give themselves more: \`${escalates}\``
  const passes = actions.some((one) => /^iam:PassRole$/i.test(one))
  const starts = actions.find((one) => STARTS.test(one))
  if (passes && starts !== undefined)
    return `lets who has it start something with any role: \`iam:PassRole\` and \`${starts}\``
  if (!isAll) return undefined
  const opens = actions.find((one) => OPENS.test(one))
  if (opens !== undefined) return `lets who has it open what is closed: \`${opens}\` on everything`
  const reads = actions.find((one) => READS.test(one))
  return reads === undefined ? undefined : `lets who has it read everything of a kind: \`${reads}\``
}

function* ofGoogle(block: TerraformBlock, kind: string, name: string): Generator<Mistake> {
  for (const { value, node } of attributes(block, ['role']))
    for (const role of constantsOf(value))
      if (WIDE_GRANT.test(kind) && BROAD_ROLE.test(String(role)))
        yield {
          node,
          words: String(role),
          message: `\`${String(role)}\` of \`${name}\` holds nearly every right, or lets its members act as other accounts.`,
          fix: 'Give a role that holds what is needed, on the one resource it is needed for.',
        }
  for (const path of ['member', 'members'])
    for (const { value, node } of attributes(block, [path]))
      if (constantsOf(value).some((one) => DEFAULT_ACCOUNT.test(String(one))))
        yield {
          node,
          words: path,
          message: `\`${name}\` gives rights to an account that every machine of the project uses by default.`,
          fix: 'Make an account for the one service that needs them.',
        }
}

function* ofAzure(block: TerraformBlock, name: string): Generator<Mistake> {
  for (const { value, node } of attributes(block, ['role_definition_name']))
    if (
      constantsOf(value).some(
        (one) => one === 'Owner' || one === 'Contributor' || one === 'User Access Administrator',
      )
    )
      yield { node, words: 'role', message: `\`${name}\` gives nearly every right.`, fix: FIX }
}
