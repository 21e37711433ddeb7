/** Traits whose methods the language or the standard library calls, and that need no import or hardly ever mean another. */
export const STANDARD_TRAITS = new Set(
  [
    'Add AddAssign AsMut AsRef BitAnd BitOr BitXor Borrow BorrowMut BufRead Clone Debug Default Deref DerefMut Display Div',
    'DoubleEndedIterator Drop Eq Error ExactSizeIterator Extend Fn FnMut FnOnce From FromIterator FromStr Future GlobalAlloc Hash Hasher',
    'Index IndexMut Into IntoFuture IntoIterator Iterator LowerHex Mul Neg Not Ord PartialEq PartialOrd Pointer Product Read Rem Seek',
    'Shl Shr Sub SubAssign Sum Termination ToOwned ToSocketAddrs ToString TryFrom TryInto UpperHex Visitor Wake Write',
    'Serialize Deserialize Serializer Deserializer Stream Sink AsyncRead AsyncWrite Service Layer Subscriber Arbitrary Encode Decode',
  ].flatMap((line) => line.split(' ')),
)

/** Attributes of functions after which nobody calls them whom one cannot see. */
export const INERT = new Set(
  [
    'allow async_recursion async_trait automatically_derived bench cfg cfg_attr cold deny deprecated derive doc expect forbid',
    'function_name ignore inline instrument main must_use non_exhaustive optimize rustfmt serial should_panic skip target_feature test',
    'timeout tokio track_caller tracing warn warning debug_handler allow_internal_unstable rustc_const_stable stable unstable',
  ].flatMap((line) => line.split(' ')),
)
/** Attributes that give a handler its path. */
export const ROUTES = new Set(
  'get post put delete patch head options route path handler connect trace'.split(' '),
)
/** Attributes that make a test of a function: their last word. */
export const TEST_ATTRIBUTE =
  /(?:^|_)tests?$|^(?:rstest|test_case|case|quickcheck|proptest|bench|fixture|test_matrix)$/
/** What starts the programs of this repository from a test. */
export const STARTS_PROGRAM = /^(?:cargo_bin|cargo_bin_cmd|get_cargo_bin|CargoBuild|TestCases)$|CARGO_BIN_EXE/
/** What speaks it starts programs. */
export const PROGRAM = 'program:'
/** Before the name of a macro, which is in sight by other rules than other names. */
export const MACRO = 'macro:'
/** Crates that nobody here writes. */
export const STANDARD_CRATES = new Set('std core alloc proc_macro test'.split(' '))
export const PREDECLARED = new Set(
  'self Self super crate Some None Ok Err Option Result Vec String Box str bool char u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 true false _ mut ref'.split(
    ' ',
  ),
)
