/** Names of annotations, by what they tell of what they stand on. */

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}

/** Methods with one of these are tests. */
export const TEST_ANNOTATIONS = words(
  'Test ParameterizedTest RepeatedTest TestFactory TestTemplate Theory Property ArchTest CartesianTest SingleTest',
)

/** They change nothing about who calls a method or makes an object of a class. */
export const INERT = words(`
  Override Deprecated SuppressWarnings SafeVarargs FunctionalInterface Serial Inherited Documented Retention Target
  Nullable NonNull NotNull Nonnull CheckForNull NullMarked NonNullByDefault ParametersAreNonnullByDefault
  Transactional Async Cacheable CacheEvict CachePut Caching Retryable Synchronized SneakyThrows
  PreAuthorize PostAuthorize Secured RolesAllowed PermitAll DenyAll Authorized
  VisibleForTesting Beta Generated GuardedBy ThreadSafe Immutable NotThreadSafe CheckReturnValue CanIgnoreReturnValue
  Contract Timed Counted Logged Valid Validated JsonIgnore JsonIgnoreProperties JsonInclude JsonProperty
  Operation ApiOperation ApiResponse ApiResponses Tag Hidden Schema Parameter Parameters SecurityRequirement
  Getter Setter ToString EqualsAndHashCode Data Value Builder SuperBuilder With Accessors FieldDefaults
  NoArgsConstructor AllArgsConstructor RequiredArgsConstructor Slf4j Log Log4j2 CommonsLog UtilityClass Jacksonized
  JvmStatic JvmOverloads JvmName JvmField Throws Suppress PublishedApi InternalCoroutinesApi OptIn Composable
  RequiresApi MainThread WorkerThread UiThread Keep Stable Experimental Internal API Incubating Order Primary Ignore
  Disabled
`)

/** Methods that answer requests, and the paths of their classes. */
export const ROUTES =
  /^(?:(?:Request|Get|Post|Put|Delete|Patch|Message|Subscribe)Mapping|(?:Get|Post|Put|Delete|Patch|Http)Exchange|Path|Controller|Get|Post|Put|Delete|Patch|Head|Options|Trace|GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS)$/

/** Tests with one of these, or code that names one of these, start what makes the objects of annotated classes. */
export const STARTS_CONTAINER =
  /^(?:SpringBootTest|SpringJUnit\w*|SpringRunner|SpringExtension|ContextConfiguration|ContextHierarchy|WebMvcTest|WebFluxTest|Data\w+Test|RestClientTest|JsonTest|GraphQlTest|ComponentScan|EnableAutoConfiguration|SpringBootApplication|SpringApplication|SpringApplicationBuilder|\w*ApplicationContext|ApplicationContextRunner|WebApplicationContextRunner|Quarkus\w*Test|MicronautTest|HelidonTest|Arquillian\w*|CdiRunner|WeldJunit5Extension|Guice|GuiceExtension|Injector|ServiceLoader|JerseyTest|DropwizardApp\w+|ResourceExtension)$/

/** Fields with one of these hold what only looks like an object of their type. */
export const MOCK_ANNOTATIONS = words('Mock MockBean MockitoBean InjectMock MockK RelaxedMockK')

/** Called by the language, the library or a container without being named. */
export const CALLED_BY_RUNTIME = words(`
  toString equals hashCode compareTo compare close iterator finalize readObject writeObject readResolve writeReplace
  readExternal writeExternal premain agentmain
`)

/** Types of the library that need no import, or whose methods are not ours. */
export const LIBRARY_TYPES = words(`
  Runnable Comparable Iterable AutoCloseable Cloneable Thread ThreadLocal Exception RuntimeException Error Throwable
  IllegalArgumentException IllegalStateException Object Enum Record ClassLoader Process Number CharSequence Appendable
`)

/** What is handed things by their type alone: a listener is alive with its event. */
export const HANDED_BY_TYPE =
  /(?:Listener|Handler|Consumer|Converter|Validator|Serializer|Deserializer|Processor|Subscriber|Observer|Visitor|Adapter|Provider)$/
