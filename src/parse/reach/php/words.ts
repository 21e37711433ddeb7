/** What speaks it starts a framework; what one makes by itself answers to it. */
export const CONTAINER = 'php:container'

/** Classes that frameworks find by what they extend or by where they lie, and make by themselves. */
export const MADE_BY_FRAMEWORK =
  /(?:ServiceProvider|Kernel|Command|Subscriber|SubscriberInterface|Listener|Observer|Middleware|Policy|Voter|Extension|Bundle|Provider|Plugin|Type|Component|CompilerPass|CompilerPassInterface|Seeder|Resolver|Normalizer)$/

/** Bases of tests that start a framework. */
export const STARTS_FRAMEWORK =
  /^(?:TestCase|WebTestCase|KernelTestCase|ApiTestCase|FeatureTestCase|BrowserKitTestCase|PantherTestCase|FunctionalTest\w*|\w*FunctionalTestCase|MauticMysqlTestCase|Cest)$/

/** Called by the language or a framework without being named, in whatever class is alive. */
export const CALLED_BY_RUNTIME = new Set(
  `handle boot booted booting register rules authorize messages attributes prepareForValidation withValidator
  passedValidation toArray toMail toDatabase toBroadcast toSlack toVonage toNexmo toTelegram toTwilio toFcm toApn toWebPush
  toMattermost toMicrosoftTeams toDiscord toWebhook toPushover toTwitter toSms toWhatsApp via definition configure execute initialize interact
  up down run render mount hydrate dehydrate getSubscribedEvents configureOptions buildForm buildView finishView
  getParent getBlockPrefix supports supportsAttribute voteOnAttribute supportsNormalization normalize denormalize
  broadcastOn broadcastWith casts failed terminate getFacadeAccessor process loadValidatorMetadata
  jsonSerialize getIterator offsetGet offsetSet offsetExists offsetUnset count current key next rewind valid
  serialize unserialize getFunctions getFilters getTests load getDependencies getOrder model collection map headings
  getConfigTreeBuilder build prepend subscribe shouldQueue uniqueId backoff retryUntil tags middleware schedule
  commands setUp tearDown setUpBeforeClass tearDownAfterClass envelope content attachments passes validate message
  getAlias getExtendedTypes getName getDescription resolve resolveChildRouteBinding resolveRouteBinding`.split(
    /\s+/,
  ),
)

/** Methods that tie a path to code: Laravel, Lumen, Slim. */
export const ROUTE_METHODS = new Set(
  'get post put patch delete options any match map view resource apiResource resources apiResources singleton livewire'.split(
    ' ',
  ),
)
export const RESOURCE_ACTIONS = ['index', 'create', 'store', 'show', 'edit', 'update', 'destroy']

/** Functions whose first strings are names of routes. */
export const ROUTE_NAMES =
  /^(?:route|to_route|generateUrl|redirectToRoute|signedRoute|temporarySignedRoute|generate|action|path|url)$/

/** Functions whose strings are names of methods: relations to load, permissions to ask for, commands. */
export const NAMES_METHODS =
  /^(?:with|withCount|load|loadMissing|loadCount|has|whereHas|orWhereHas|doesntHave|whereDoesntHave|withWhereHas|authorize|authorizeResource|can|cannot|allows|denies|check|method|call_user_func|call_user_func_array|invoke|is_granted|isGranted|append|only|state)$/

/** Attributes that change nothing about who calls a method. */
export const INERT =
  /^(?:Test|DataProvider|CoversClass|CoversNothing|Group|Depends|Override|Deprecated|Pure|ReturnTypeWillChange|SensitiveParameter|IsGranted|Security|ParamConverter|Assert\w*|ORM\w*|Column|Groups|SerializedName|Ignore|Cache|OA\w*|ArrayShape|Template|Internal|Route|Get|Post|Put|Delete|Patch)$/

/** Interfaces of libraries that ask for no method, or for ones that the language calls. */
export const MARKERS =
  /^(?:Should\w+|MustVerifyEmail|Authenticatable|JsonSerializable|Stringable|Countable|IteratorAggregate|ArrayAccess|Has\w+)$/
