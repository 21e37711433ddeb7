/** A property of a resource, and what it must not be. */
export interface Property {
  types: readonly string[]
  /** Through maps, and each item of lists, to the value. */
  path: string
  is: readonly string[]
  /** Whether leaving it out is as bad, unless one of these is there. */
  absentUnless?: readonly string[]
  what: string
}

const COPY = [
  'SnapshotIdentifier',
  'DBSnapshotIdentifier',
  'SourceDBInstanceIdentifier',
  'SourceDBClusterIdentifier',
]
const unencrypted = 'stores what it holds unencrypted'
const clear = 'takes what comes without TLS, or with a version of it that is broken'
const open = 'is open to everybody'

/** By the names of AWS' reference of resource types (docs.aws.amazon.com/AWSCloudFormation). */
export const PROPERTIES: readonly Property[] = [
  {
    types: ['AWS::S3::Bucket'],
    path: 'AccessControl',
    is: ['PublicRead', 'PublicReadWrite', 'AuthenticatedRead'],
    what: open,
  },
  ...['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map((key) => ({
    types: ['AWS::S3::Bucket'],
    path: `PublicAccessBlockConfiguration.${key}`,
    is: ['false'],
    what: 'may be made public: a part of what forbids it is turned off',
  })),
  {
    types: [
      'AWS::RDS::DBInstance',
      'AWS::Redshift::Cluster',
      'AWS::DMS::ReplicationInstance',
      'AWS::AmazonMQ::Broker',
    ],
    path: 'PubliclyAccessible',
    is: ['true'],
    what: 'has an address that the whole internet can reach',
  },
  {
    types: ['AWS::RDS::DBInstance'],
    path: 'StorageEncrypted',
    is: ['false'],
    absentUnless: [...COPY, 'DBClusterIdentifier'],
    what: unencrypted,
  },
  {
    types: ['AWS::RDS::DBCluster', 'AWS::Neptune::DBCluster', 'AWS::DocDB::DBCluster'],
    path: 'StorageEncrypted',
    is: ['false'],
    absentUnless: COPY,
    what: unencrypted,
  },
  {
    types: ['AWS::EC2::Volume'],
    path: 'Encrypted',
    is: ['false'],
    absentUnless: ['SnapshotId'],
    what: unencrypted,
  },
  { types: ['AWS::EFS::FileSystem'], path: 'Encrypted', is: ['false'], absentUnless: [], what: unencrypted },
  { types: ['AWS::Redshift::Cluster'], path: 'Encrypted', is: ['false'], what: unencrypted },
  {
    types: ['AWS::ElastiCache::ReplicationGroup'],
    path: 'AtRestEncryptionEnabled',
    is: ['false'],
    absentUnless: ['GlobalReplicationGroupId'],
    what: unencrypted,
  },
  {
    types: ['AWS::ElastiCache::ReplicationGroup'],
    path: 'TransitEncryptionEnabled',
    is: ['false'],
    absentUnless: ['GlobalReplicationGroupId'],
    what: clear,
  },
  {
    types: ['AWS::Elasticsearch::Domain', 'AWS::OpenSearchService::Domain'],
    path: 'EncryptionAtRestOptions.Enabled',
    is: ['false'],
    absentUnless: [],
    what: unencrypted,
  },
  {
    types: ['AWS::Elasticsearch::Domain', 'AWS::OpenSearchService::Domain'],
    path: 'DomainEndpointOptions.EnforceHTTPS',
    is: ['false'],
    what: clear,
  },
  {
    types: ['AWS::EC2::Instance', 'AWS::AutoScaling::LaunchConfiguration'],
    path: 'BlockDeviceMappings.Ebs.Encrypted',
    is: ['false'],
    what: unencrypted,
  },
  {
    types: ['AWS::ElasticLoadBalancingV2::Listener'],
    path: 'SslPolicy',
    is: [
      'ELBSecurityPolicy-2015-05',
      'ELBSecurityPolicy-2016-08',
      'ELBSecurityPolicy-TLS-1-0-2015-04',
      'ELBSecurityPolicy-TLS-1-1-2017-01',
    ],
    what: clear,
  },
  {
    types: ['AWS::CloudFront::Distribution'],
    path: 'DistributionConfig.ViewerCertificate.MinimumProtocolVersion',
    is: ['SSLv3', 'TLSv1', 'TLSv1_2016', 'TLSv1.1_2016'],
    what: clear,
  },
  ...['DefaultCacheBehavior', 'CacheBehaviors'].map((key) => ({
    types: ['AWS::CloudFront::Distribution'],
    path: `DistributionConfig.${key}.ViewerProtocolPolicy`,
    is: ['allow-all'],
    what: clear,
  })),
  { types: ['AWS::CloudTrail::Trail'], path: 'IsLogging', is: ['false'], what: 'writes nothing down' },
  {
    types: ['AWS::CloudTrail::Trail'],
    path: 'EnableLogFileValidation',
    is: ['false'],
    what: 'does not notice when what it wrote is changed',
  },
  { types: ['AWS::KMS::Key'], path: 'EnableKeyRotation', is: ['false'], what: 'is never rotated' },
  {
    types: ['AWS::EC2::LaunchTemplate'],
    path: 'LaunchTemplateData.MetadataOptions.HttpTokens',
    is: ['optional'],
    what: 'makes machines whose metadata answers without a token',
  },
  {
    types: ['AWS::ECS::TaskDefinition'],
    path: 'ContainerDefinitions.Privileged',
    is: ['true'],
    what: 'runs containers with the rights of their host',
  },
]
