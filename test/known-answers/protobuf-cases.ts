import { edited, known, type Edit, type Files, type KnownCase } from './known-case.ts'

const USER = `syntax = "proto3";

package acme.user.v1;

import "google/protobuf/timestamp.proto";

option go_package = "example.com/acme/user/v1;userv1";

// Who may log in.
message User {
  reserved 9, 12 to 15;
  reserved "nick";
  string id = 1;
  string name = 2;
  int32 age = 3;
  repeated string emails = 4;
  optional string phone = 5;
  Status status = 6;
  map<string, string> labels = 7;
  google.protobuf.Timestamp created = 8;
  oneof contact {
    string fax = 10;
    string pager = 11;
  }
  Address address = 16;

  message Address {
    string street = 1;
    string city = 2;
  }
}

enum Status {
  STATUS_UNSPECIFIED = 0;
  STATUS_ACTIVE = 1;
  STATUS_BLOCKED = 2;
}

message GetUserRequest {
  string id = 1;
}

message WatchUsersRequest {}

service UserService {
  rpc GetUser(GetUserRequest) returns (User);
  rpc WatchUsers(WatchUsersRequest) returns (stream User);
}
`
const AUDIT = `syntax = "proto3";

package acme.user.v1;

import "acme/user/v1/user.proto";

message Audit {
  User user = 1;
}
`

const PATH = 'proto/acme/user/v1/user.proto'
const AUDIT_PATH = 'proto/acme/user/v1/audit.proto'

function user(name: string, edits: readonly Edit[], ...breaks: string[]): KnownCase {
  return known(name, { [PATH]: USER }, { [PATH]: edited(USER, edits) }, breaks)
}

/** The same change, which a tool has to find in other layouts too. */
function laidOut(name: string, files: Files, path: string): KnownCase {
  const head = { ...files, [path]: edited(files[path] ?? '', [['  int32 age = 3;\n', '']]) }
  return known(name, files, head, ['base: int32 age = 3;'])
}

const PROTO3: readonly KnownCase[] = [
  user('a field is removed', [['  int32 age = 3;\n', '']], 'base: int32 age = 3;'),
  user(
    'a field is removed and its number and name reserved',
    [['  int32 age = 3;\n', '  reserved 3;\n  reserved "age";\n']],
    'base: int32 age = 3;',
  ),
  user('a field is added', [['  int32 age = 3;\n', '  int32 age = 3;\n  string title = 17;\n']]),
  user('a field is renamed', [['string name = 2', 'string full_name = 2']], 'head: string full_name = 2;'),
  user(
    'a field is renamed and keeps its name in JSON',
    [['string name = 2;', 'string full_name = 2 [json_name = "name"];']],
    'head: string full_name = 2 [json_name = "name"];',
  ),
  user(
    'only the name in JSON changes',
    [['string name = 2;', 'string name = 2 [json_name = "fullName"];']],
    'head: string name = 2 [json_name = "fullName"];',
  ),
  user('a field gets another number', [['int32 age = 3', 'int32 age = 18']], 'base: int32 age = 3;'),
  user(
    'a field gets another type of the same encoding',
    [['int32 age = 3', 'int64 age = 3']],
    'head: int64 age = 3;',
  ),
  user(
    'a field becomes repeated',
    [['string name = 2', 'repeated string name = 2']],
    'head: repeated string name = 2;',
  ),
  user(
    'a field of a message gets another message',
    [['google.protobuf.Timestamp created', 'Address created']],
    'head: Address created = 8;',
  ),
  user(
    'a field moves into a oneof',
    [
      ['  int32 age = 3;\n', ''],
      ['    string fax = 10;', '    int32 age = 3;\n    string fax = 10;'],
    ],
    'head: int32 age = 3;',
  ),
  user(
    'a oneof is renamed',
    [['oneof contact', 'oneof reach']],
    'base: oneof contact {',
    'head: string fax = 10;',
    'head: string pager = 11;',
  ),
  user(
    'the values of a map get another type',
    [['map<string, string> labels', 'map<string, int32> labels']],
    'head: map<string, int32> labels = 7;',
  ),
  user('a value of an enum is removed', [['  STATUS_BLOCKED = 2;\n', '']], 'base: STATUS_BLOCKED = 2;'),
  user('a value of an enum is added', [
    ['  STATUS_BLOCKED = 2;\n', '  STATUS_BLOCKED = 2;\n  STATUS_GONE = 3;\n'],
  ]),
  user(
    'a value of an enum is renamed',
    [['STATUS_BLOCKED = 2', 'STATUS_LOCKED = 2']],
    'head: STATUS_LOCKED = 2;',
  ),
  user(
    'a message is removed',
    [
      ['message WatchUsersRequest {}\n\n', ''],
      ['  rpc WatchUsers(WatchUsersRequest) returns (stream User);\n', ''],
    ],
    'base: message WatchUsersRequest {}',
    'base: rpc WatchUsers(WatchUsersRequest) returns (stream User);',
  ),
  user(
    'a nested message is renamed',
    [
      ['message Address', 'message Place'],
      ['  Address address', '  Place address'],
    ],
    'base: message Address {',
    'head: Place address = 16;',
  ),
  user(
    'a method is removed',
    [['  rpc GetUser(GetUserRequest) returns (User);\n', '']],
    'base: rpc GetUser(GetUserRequest) returns (User);',
  ),
  user('a method is added', [['  rpc GetUser', '  rpc PutUser(User) returns (User);\n  rpc GetUser']]),
  user(
    'a method no longer streams',
    [['returns (stream User)', 'returns (User)']],
    'head: rpc WatchUsers(WatchUsersRequest) returns (User);',
  ),
  user(
    'a method answers another message',
    [['GetUserRequest) returns (User)', 'GetUserRequest) returns (WatchUsersRequest)']],
    'head: rpc GetUser(GetUserRequest) returns (WatchUsersRequest);',
  ),
  user('a service is renamed', [['service UserService', 'service Users']], 'base: service UserService {'),
  user(
    'the package changes',
    [['package acme.user.v1;', 'package acme.user.v2;']],
    'head: package acme.user.v2;',
  ),
  user(
    'the package of Go changes',
    [['user/v1;userv1', 'users/v1;userv1']],
    'head: option go_package = "example.com/acme/users/v1;userv1";',
  ),
  user(
    'a reserved number is free again',
    [['reserved 9, 12 to 15;', 'reserved 9, 12 to 14;']],
    'base: reserved 9, 12 to 15;',
  ),
  user('more numbers are reserved', [['reserved 9, 12 to 15;', 'reserved 9, 12 to 15, 20;']]),
  user(
    'an optional field loses its presence',
    [['optional string phone', 'string phone']],
    'head: string phone = 5;',
  ),
  user('a field is deprecated', [['int32 age = 3;', 'int32 age = 3 [deprecated = true];']]),
  user('comments and blank lines', [
    ['// Who may log in.', '/* Who\n * may\n * log in. */\n'],
    ['string id = 1;', 'string id = 1; // the key'],
  ]),
  user('definitions and fields are reordered', [
    [/(enum Status \{[^]*?\n\}\n\n)(message GetUserRequest \{[^]*?\n\}\n\n)/, '$2$1'],
    ['  string id = 1;\n  string name = 2;\n', '  string name = 2;\n  string id = 1;\n'],
  ]),
  user('a line of the head is broken', [['int32 age = 3;', 'int32 age = ;']], 'head: int32 age = ;'),
]

const LAYOUTS: readonly KnownCase[] = [
  laidOut('the file at the root of the repository', { 'user.proto': USER }, 'user.proto'),
  laidOut(
    'a workspace of version 2',
    {
      'buf.yaml': 'version: v2\nmodules:\n  - path: proto\n',
      [PATH]: USER,
      [AUDIT_PATH]: AUDIT,
    },
    PATH,
  ),
  laidOut(
    'a module of version 1',
    { 'proto/buf.yaml': 'version: v1\nbreaking:\n  use:\n    - FILE\n', [PATH]: USER },
    PATH,
  ),
  laidOut(
    'a workspace of version 1',
    {
      'buf.work.yaml': 'version: v1\ndirectories:\n  - proto\n  - other\n',
      'other/x/x.proto': 'syntax = "proto3";\npackage x;\nmessage X { string a = 1; }\n',
      [PATH]: USER,
    },
    PATH,
  ),
  laidOut(
    'two services, each with its own root and no configuration',
    {
      'services/a/protos/acme/user/v1/user.proto': USER,
      'services/a/protos/acme/user/v1/audit.proto': AUDIT,
      'services/b/protos/acme/user/v1/user.proto': USER,
    },
    'services/b/protos/acme/user/v1/user.proto',
  ),
  laidOut(
    'imports that are not in the repository',
    {
      [PATH]: USER.replace(
        'import "google',
        'import "google/api/annotations.proto";\nimport "validate/validate.proto";\nimport "google',
      )
        .replace(
          'string id = 1;\n  string name',
          'string id = 1 [(validate.rules).string.min_len = 1];\n  string name',
        )
        .replace(
          'returns (User);',
          'returns (User) {\n    option (google.api.http) = { get: "/v1/users/{id}" };\n  }',
        ),
    },
    PATH,
  ),
  known('a file is deleted', { [PATH]: USER, [AUDIT_PATH]: AUDIT }, { [PATH]: USER }, [
    'base: package acme.user.v1;',
  ]),
  known('all files are deleted', { [PATH]: USER, 'README.md': 'x' }, { 'README.md': 'x' }, [
    'base: package acme.user.v1;',
  ]),
  known(
    'a message moves to another file',
    { [PATH]: USER, [AUDIT_PATH]: AUDIT },
    {
      [PATH]: edited(USER, [
        ['message GetUserRequest {\n  string id = 1;\n}\n\n', ''],
        ['import "google', 'import "acme/user/v1/requests.proto";\nimport "google'],
      ]),
      [AUDIT_PATH]: AUDIT,
      'proto/acme/user/v1/requests.proto':
        'syntax = "proto3";\n\npackage acme.user.v1;\n\nmessage GetUserRequest {\n  string id = 1;\n}\n',
    },
    ['base: message GetUserRequest {'],
  ),
  known(
    'buf.yaml asks for WIRE only: a rename is no break',
    { 'buf.yaml': 'version: v1\nbreaking:\n  use:\n    - WIRE\n', 'user.proto': USER },
    {
      'buf.yaml': 'version: v1\nbreaking:\n  use:\n    - WIRE\n',
      'user.proto': edited(USER, [['string name = 2', 'string full_name = 2']]),
    },
    [],
  ),
]

const OLD = `syntax = "proto2";
package old;
message Order {
  required string id = 1;
  optional int32 count = 2 [default = 1];
  extensions 100 to 199;
  optional group Part = 3 {
    optional string sku = 4;
  }
}
extend Order {
  optional string note = 100;
}
`
const old = (name: string, edits: readonly Edit[], ...breaks: string[]): KnownCase =>
  known(name, { 'old.proto': OLD }, { 'old.proto': edited(OLD, edits) }, breaks)
const EDITION = `edition = "2023";
package fresh;
message Item {
  string id = 1;
  int32 count = 2 [features.field_presence = IMPLICIT];
}
enum Kind {
  KIND_UNSPECIFIED = 0;
  KIND_A = 1;
}
`
const edition = (name: string, edits: readonly Edit[], ...breaks: string[]): KnownCase =>
  known(name, { 'fresh.proto': EDITION }, { 'fresh.proto': edited(EDITION, edits) }, breaks)

const OTHER_SYNTAXES: readonly KnownCase[] = [
  old(
    'proto2: a required field is added',
    [['  extensions', '  required string by = 5;\n  extensions']],
    'head: required string by = 5;',
  ),
  old(
    'proto2: a required field becomes optional',
    [['required string id', 'optional string id']],
    'base: required string id = 1;',
    'head: optional string id = 1;',
  ),
  old(
    'proto2: a default changes',
    [['default = 1', 'default = 2']],
    'head: optional int32 count = 2 [default = 2];',
  ),
  old(
    'proto2: an extension is removed',
    [[/extend Order \{[^]*?\n\}\n/, '']],
    'base: optional string note = 100;',
  ),
  old(
    'proto2: an extension range gets smaller',
    [['100 to 199', '100 to 149']],
    'base: extensions 100 to 199;',
  ),
  old('proto2: a field is added', [['  extensions', '  optional string by = 5;\n  extensions']]),
  edition(
    'editions: implicit presence becomes explicit',
    [[' [features.field_presence = IMPLICIT]', '']],
    'head: int32 count = 2;',
  ),
  edition(
    'editions: an enum is closed',
    [['enum Kind {', 'enum Kind {\n  option features.enum_type = CLOSED;']],
    'head: option features.enum_type = CLOSED;',
  ),
  edition('editions: a field is added', [['  string id = 1;', '  string id = 1;\n  string name = 3;']]),
  known(
    'proto3 becomes the edition that says the same',
    { 'a.proto': 'syntax = "proto3";\npackage a;\nmessage A {\n  string a = 1;\n}\n' },
    {
      'a.proto':
        'edition = "2023";\npackage a;\nimport "google/protobuf/descriptor.proto";\noption features.field_presence = IMPLICIT;\nmessage A {\n  string a = 1;\n}\n',
    },
    ['head: edition = "2023";'],
  ),
]

const FIRST = 'syntax = "proto3";\npackage a;\nimport "b.proto";\nmessage A {\n  B b = 1;\n}\n'
const SECOND = 'syntax = "proto3";\npackage a;\nmessage B {\n  string x = 1;\n  string y = 2;\n}\n'
const PLAIN = 'syntax = "proto2";\npackage n;\nmessage N {\n  optional string a = 1;\n}\n'
const BROKEN = edited(USER, [['int32 age = 3;', 'int32 age = ;']])
const ALIASES = 'syntax = "proto3";\npackage e;\nenum E {\n  A = 0;\n  B = 1;\n}\n'

const MORE: readonly KnownCase[] = [
  known('the root of the files moves', { [PATH]: USER }, { 'api/protos/acme/user/v1/user.proto': USER }, []),
  known(
    'the root moves and a field goes with it',
    { [PATH]: USER },
    { 'api/protos/acme/user/v1/user.proto': edited(USER, [['  int32 age = 3;\n', '']]) },
    ['base: int32 age = 3;'],
  ),
  known('a file gets another name', { [PATH]: USER }, { 'proto/acme/user/v1/users.proto': USER }, [
    'base: package acme.user.v1;',
  ]),
  known('a file is added', { [PATH]: USER }, { [PATH]: USER, [AUDIT_PATH]: AUDIT }, []),
  known('lines end in another way', { [PATH]: USER }, { [PATH]: USER.replaceAll('\n', '\r\n') }, []),
  known('a byte order mark', { [PATH]: USER }, { [PATH]: `\ufeff${USER}` }, []),
  known(
    'an import of a neighbour by its bare name',
    { 'svc/a.proto': FIRST, 'svc/b.proto': SECOND },
    { 'svc/a.proto': FIRST, 'svc/b.proto': edited(SECOND, [['  string y = 2;\n', '']]) },
    ['base: string y = 2;'],
  ),
  known(
    'no syntax is proto2',
    { 'n.proto': PLAIN.replace('syntax = "proto2";\n', '') },
    { 'n.proto': PLAIN },
    [],
  ),
  known('proto2 becomes proto3', { 'n.proto': PLAIN }, { 'n.proto': PLAIN.replace('proto2', 'proto3') }, [
    'head: optional string a = 1;',
    'head: syntax = "proto3";',
  ]),
  known(
    'a value of an enum gets an alias',
    { 'e.proto': ALIASES },
    {
      'e.proto': edited(ALIASES, [
        ['  A = 0;', '  option allow_alias = true;\n  A = 0;'],
        ['  B = 1;', '  B = 1;\n  BEE = 1;'],
      ]),
    },
    [],
  ),
  known(
    'an import that the head adds in a folder of its own is nowhere',
    { [PATH]: USER, [AUDIT_PATH]: AUDIT },
    {
      [PATH]: edited(USER, [['import "google', 'import "acme/user/v1/nowhere.proto";\nimport "google']]),
      [AUDIT_PATH]: AUDIT,
    },
    ['head: import "acme/user/v1/nowhere.proto";'],
  ),
  known(
    'an import that the head adds may come from a registry',
    { [PATH]: USER },
    { [PATH]: edited(USER, [['import "google', 'import "buf/validate/validate.proto";\nimport "google']]) },
    [],
  ),
  known('the base was broken', { [PATH]: BROKEN }, { [PATH]: USER }, [
    `not looked at: ${PATH} was not compared: it does not compile`,
  ]),
  known('bytes instead of a string', { 'n.proto': PLAIN }, { 'n.proto': PLAIN.replace('string', 'bytes') }, [
    'head: optional bytes a = 1;',
  ]),
  user('a name in JSON is written out as it was', [
    ['string id = 1;\n  string name', 'string id = 1 [json_name = "id"];\n  string name'],
  ]),
]

export const CASES: readonly KnownCase[] = [...PROTO3, ...LAYOUTS, ...OTHER_SYNTAXES, ...MORE]
