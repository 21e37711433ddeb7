/** Names that are in sight everywhere, and that nobody gives to a function of theirs. */
export const PREDECLARED = new Set(
  'bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false iota nil append len make panic _'.split(
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
 * Methods of interfaces of the standard library, and of hooks that widespread libraries find by name, which mean other things
 * elsewhere: they run by themselves only where nobody here calls one of that name.
 */
export const CALLED_BY_SOME = new Set(
  [
    'Accept Addr Add Align At BlockSize Bounds CloseNotify ColorModel ColumnConverter Connect Control Convert ConvertValue Cookies',
    'Copy CryptBlocks Deadline Decrypt Done Draw Driver Encrypt End Err Eval Flag Generate Get Glob Helper Header Import ImportFrom',
    'Info Int63 Kind LocalAddr Lock Log Mode Name Network Next NonceSize Open Overhead Ping Position Precision Print Printf Println',
    'Public Put Quantize RGBA Readdir RemoteAddr Reset Seal Seed Set SetCookies SetDeadline SetReadDeadline SetWriteDeadline Sign Signal',
    'Size Sum Sum32 Sum64 SyscallConn Token Type Uint64 Unlock Verbose Visit Width XORKeyStream Exec ExecContext Query QueryContext',
    'Begin BeginTx Commit Rollback Prepare PrepareContext NumInput Columns CheckNamedValue ResetSession IsValid OpenConnector',
    'HasNextResultSet NextResultSet IsBoolFlag Enabled Handle WithAttrs WithGroup Levels Fire Sync With Check Describe Collect',
    'TableName BeforeCreate AfterCreate BeforeSave AfterSave BeforeUpdate AfterUpdate BeforeDelete AfterDelete AfterFind',
    'Fields Edges Indexes Mixin Hooks Policy Annotations Interceptors SetDefaults Default',
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
