/** Names that are in sight everywhere. */
export const PREDECLARED = new Set(
  'any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false iota nil append cap clear close complex copy delete imag len make max min new panic print println real recover _'.split(
    ' ',
  ),
)

/**
 * Methods that the standard library and widespread libraries call by way of an interface of theirs, and that have hardly any
 * other meaning: they run wherever a value is printed, encoded, sorted, read or served.
 */
export const CALLED_BY_LIBRARIES = new Set(
  [
    'Error String GoString Format Unwrap Is As Timeout Temporary',
    'MarshalJSON UnmarshalJSON MarshalText UnmarshalText MarshalBinary UnmarshalBinary MarshalXML UnmarshalXML',
    'MarshalXMLAttr UnmarshalXMLAttr MarshalYAML UnmarshalYAML MarshalTOML UnmarshalTOML GobEncode GobDecode IsZero',
    'MarshalBSON UnmarshalBSON MarshalBSONValue UnmarshalBSONValue MarshalGQL UnmarshalGQL MarshalCBOR UnmarshalCBOR',
    'MarshalLogObject MarshalLogArray LogValue EncodeMsgpack DecodeMsgpack MarshalHCL UnmarshalHCL MarshalJSONTo UnmarshalJSONFrom',
    'Read Write Close ReadAt WriteAt ReadFrom WriteTo ReadByte UnreadByte WriteByte ReadRune UnreadRune WriteString Seek',
    'Len Less Swap Push Pop ServeHTTP RoundTrip WriteHeader Flush Hijack',
    'Stat ReadDir ReadFile ModTime IsDir Sys LastInsertId RowsAffected Scan Value',
  ].flatMap((line) => line.split(' ')),
)

/**
 * Methods that libraries call too, and that mean other things elsewhere: they run by themselves only where nobody here calls
 * one of that name.
 */
export const CALLED_BY_SOME = new Set(
  [
    'Accept Addr Bounds At ColorModel BlockSize Size Sum Sum32 Sum64 Reset Deadline Done Err Network SetDeadline LocalAddr RemoteAddr',
    'SetReadDeadline SetWriteDeadline Header Open Begin BeginTx Commit Rollback Prepare PrepareContext Exec ExecContext Query',
    'QueryContext NumInput Next Columns Connect Driver CheckNamedValue ResetSession IsValid',
    'Enabled Handle WithAttrs WithGroup Levels Fire Run Sync With Check Describe Collect Reconcile SetupWithManager InjectClient',
    'TableName BeforeCreate AfterCreate BeforeSave AfterSave BeforeUpdate AfterUpdate BeforeDelete AfterDelete AfterFind',
    'Fields Edges Indexes Mixin Hooks Policy Annotations Interceptors Init Update View Validate Provision CaddyModule',
    'Type Set Get IsBoolFlag Visit Enter Exit EnterNode ExitNode Levels Name Execute ValidateArgs',
    'Transform TransformQuery ModifySession SetDefaults Default Bind Render Complete Help Synopsis OnStart OnStop Start Stop Shutdown',
  ].flatMap((line) => line.split(' ')),
)

/** Functions that tests and groups of tests are made with where a suite is written in ginkgo. */
export const GINKGO_TESTS = new Set(
  'Describe FDescribe PDescribe XDescribe Context FContext PContext XContext When FWhen PWhen XWhen It FIt PIt XIt Specify DescribeTable FDescribeTable PDescribeTable XDescribeTable'.split(
    ' ',
  ),
)
/** Run before or after all of them. */
export const GINKGO_SETUP = new Set(
  'BeforeSuite SynchronizedBeforeSuite AfterSuite SynchronizedAfterSuite ReportAfterSuite ReportBeforeSuite'.split(
    ' ',
  ),
)
