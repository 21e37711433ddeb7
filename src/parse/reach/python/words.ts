/** Decorators that hand a function on to nobody, or only wrap it: it is reached where its name is spoken. */
const WRAPS =
  /^(?:staticmethod|classmethod|property|setter|getter|deleter|cached_property|cache|lru_cache|wraps|contextmanager|asynccontextmanager|abstractmethod|override|overload|final|deprecated|atomic|non_atomic_requests|login_required|permission_required|user_passes_test|csrf_exempt|csrf_protect|never_cache|cache_page|require_\w+|vary_on_\w+|method_decorator|sync_to_async|async_to_sync|retry|backoff|on_exception|timeit|timed|instrument|trace|hybrid_property|hybrid_method|njit|jit|no_type_check|typechecked|singledispatch|total_ordering|dataclass|define|frozen|runtime_checkable|unique|skip\w*|parametrize|mark|override_settings|patch|freeze_time|given|settings|expectedFailure|tag|shared_task|task|periodic_task|actor|job)$/

export function wrapsOnly(decorator: string): boolean {
  return WRAPS.test(decorator)
}

/** Decorators whose first text is the path of a route. */
export const ROUTE =
  /^(?:route|get|post|put|patch|delete|head|options|websocket|api_route|expose|view|url|action)$/

/** Calls of URL configurations: a path, and what answers it. */
export const URL_CALL =
  /^(?:path|re_path|url|route|register|add_url_rule|add_route|add_api_route|Route|Rule|Mount)$/

/** They name a route by a name of its own. */
export const NAMES_ROUTE =
  /^(?:reverse|reverse_lazy|url_for|redirect|resolve_url|url_path_for|route_path|route_url)$/

/** Bases that make no difference to who calls a method. */
export const PLAIN_BASES = new Set(
  'object ABC Protocol Generic Enum IntEnum StrEnum Exception NamedTuple TypedDict'.split(' '),
)

/** Bases of test cases, by how they end. */
export const TEST_BASE = /Test(?:Case|s|Suite|Base|Mixin)?$|TestCase\b/

/** Methods that frameworks call on classes that extend theirs, whoever else has methods of those names. */
export const CALLED_BY_FRAMEWORK =
  /^(?:get|post|put|patch|delete|head|options|dispatch|setup|handle|add_arguments|ready|run|execute|process|render|list|retrieve|create|update|destroy|partial_update|perform_\w+|validate|validate_\w+|clean|clean_\w+|to_representation|to_internal_value|to_python|from_db_value|get_\w+|has_\w*permission|filter_queryset|form_valid|form_invalid|formfield_\w+|save|save_\w+|process_\w+|on_\w+|handle_\w+|visit_\w+|resolve_\w+|mutate|forward|call|connect|receive|disconnect|allow_\w+|authenticate|test_func|items|lastmod|location|is_valid|full_clean|queryset|lookups|changelist_view|response_\w+|default|emit|format|filter|generic_visit|convert|deconstruct|db_type|before_\w+|after_\w+|prepare_\w+|do_[A-Z]+|main|poll|draw|invoke|upgrade|downgrade)$/

/** What `io` asks of whatever is wrapped as a stream. */
export const CALLED_BY_STREAMS = /^(?:readable|writable|seekable|read1|readinto1?|fileno|isatty)$/
