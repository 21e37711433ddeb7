import { protobufRule } from '../protobuf/protobuf-rule.ts'

export default protobufRule({
  title: 'Protocol Buffers file option changed',
  buf: [
    'FILE_SAME_CC_ENABLE_ARENAS',
    'FILE_SAME_CC_GENERIC_SERVICES',
    'FILE_SAME_CSHARP_NAMESPACE',
    'FILE_SAME_GO_PACKAGE',
    'FILE_SAME_JAVA_GENERIC_SERVICES',
    'FILE_SAME_JAVA_MULTIPLE_FILES',
    'FILE_SAME_JAVA_OUTER_CLASSNAME',
    'FILE_SAME_JAVA_PACKAGE',
    'FILE_SAME_JAVA_STRING_CHECK_UTF8',
    'FILE_SAME_OBJC_CLASS_PREFIX',
    'FILE_SAME_OPTIMIZE_FOR',
    'FILE_SAME_PHP_CLASS_PREFIX',
    'FILE_SAME_PHP_GENERIC_SERVICES',
    'FILE_SAME_PHP_METADATA_NAMESPACE',
    'FILE_SAME_PHP_NAMESPACE',
    'FILE_SAME_PY_GENERIC_SERVICES',
    'FILE_SAME_RUBY_PACKAGE',
    'FILE_SAME_SWIFT_PREFIX',
  ],
  fix: 'Keep the option: generated code is found under the name that it gives. Change it together with a new package version.',
})
