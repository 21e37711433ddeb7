/** Called by the language or by Rails without being named, in whatever class is alive. */
export const CALLED_BY_RUNTIME = new Set(
  `initialize method_missing respond_to_missing? inherited included extended prepended method_added const_missing
  to_s to_str to_h to_hash to_a to_ary to_json as_json to_param inspect hash eql? == <=> === =~ [] []= + - * / % << ! -@ +@ each call
  perform run execute process up down change validate validate_each resolve authorized? visible? ready? permitted_attributes
  configure setup teardown before_setup after_teardown action_for persisted? to_model to_partial_path cache_key
  serialize deserialize cast type_cast default_url_options current_user connect disconnect subscribed unsubscribed receive
  encode_with init_with marshal_dump marshal_load coerce to_proc to_sql to_io filename content_type extension_allowlist
  store_dir default_scope table_name`.split(/\s+/),
)

/** Classes that Rails finds by what they are called, and what somebody says who has it find one. */
export const FOUND_BY_NAME: readonly { name: RegExp; spoken: readonly string[] }[] = [
  { name: /Policy$/, spoken: ['authorize', 'policy', 'policy_scope', 'permitted_attributes', 'allowed_to?'] },
  { name: /Helper$/, spoken: ['ruby:views'] },
  {
    name: /(?:Serializer|Blueprint|Resource|Presenter|Decorator)$/,
    spoken: ['render', 'decorate', 'serialize', 'present'],
  },
  { name: /(?:Component|Cell)$/, spoken: ['ruby:views'] },
  { name: /(?:Validator)$/, spoken: ['validates', 'validates_with', 'validates_each'] },
  {
    name: /(?:Observer|Subscriber|Listener|Handler)$/,
    spoken: ['publish', 'instrument', 'notify', 'broadcast', 'save', 'save!', 'create', 'create!'],
  },
  {
    name: /(?:Preview|Constraint|Middleware|Channel|Mailbox|Type|Mutation|Query|Resolver)$/,
    spoken: ['ruby:views', 'execute', 'post'],
  },
]

/** Bases of what pages are made of, by hand or by an administration: templates and other parts of pages speak it. */
export const SHOWS =
  /(?:Component|View|FormBuilder|Presenter)$|^(?:ViewComponent|Phlex|Avo|Administrate|ActiveAdmin)\b/
export const SHOWN = { spoken: ['ruby:views'] }

/** What hands tests to RSpec or minitest. */
export const GROUPS =
  /^(?:describe|context|feature|shared_examples|shared_context|shared_examples_for|shared_test|xdescribe|fdescribe)$/
export const EXAMPLES = /^(?:it|specify|example|scenario|test|should|its|fit|xit)$/
/** Bases of tests. */
export const TEST_BASE = /(?:Test|TestCase|Spec|SystemTestCase|IntegrationTest)$/
