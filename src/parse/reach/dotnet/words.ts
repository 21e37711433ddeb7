/** Methods with one of these are tests: xUnit, NUnit, MSTest, and what projects derive from them. */
export const TEST_ATTRIBUTE = /(?:Fact|Theory|^Test|TestCase|TestCaseSource|TestMethod|TestAttribute)$/

/** They change nothing about who calls a method. */
export const INERT =
  /^(?:Authorize|AllowAnonymous|Obsolete|SuppressMessage|MethodImpl|DebuggerStepThrough|DebuggerDisplay|ExcludeFromCodeCoverage|EditorBrowsable|Produces\w*|Consumes|SwaggerOperation|Tags|Conditional|Pure|NotNull\w*|MaybeNull\w*|DoesNotReturn\w*|return|RequiresUnreferencedCode|UnconditionalSuppressMessage|Description|DisplayName|Required|Key|Column|Table|JsonPropertyName|JsonIgnore|Serializable|DataContract|DataMember|Flags|ApiController|Area|GeneratedCode|CanBeNull|UsedImplicitly|PublicAPI|InlineData|MemberData|ClassData|Trait|Category|Explicit|Ignore|SelfHosted\w*|RequireFeature|ValidateAntiForgeryToken|EnableRateLimiting|DisableRequestSizeLimit|RequestSizeLimit|ResponseCache|OutputCache)$/

/** Methods that answer requests, and the paths of their classes. */
export const ROUTE = /^(?:Http(?:Get|Post|Put|Delete|Patch|Head|Options)|Route|RoutePrefix|AcceptVerbs)$/

/** What speaks it starts the program; what libraries find and make by themselves answers to it. */
export const PROGRAM = 'dotnet:program'

/** Tests that name one of these start the program. */
export const STARTS_PROGRAM =
  /^(?:WebApplicationFactory|TestServer|WebHostBuilder|DistributedApplicationTestingBuilder)$/

/** Called by the language, the library or a container without being named. */
export const CALLED_BY_RUNTIME = new Set(
  `ToString Equals GetHashCode CompareTo Dispose DisposeAsync GetEnumerator GetAsyncEnumerator MoveNext MoveNextAsync
  Main Invoke InvokeAsync Deconstruct GetAwaiter`.split(/\s+/),
)

/** What a library finds by its type, and calls: the types in its brackets are handed to it. */
export const HANDED_BY_TYPE =
  /(?:Handler|Consumer|Validator|Converter|Listener|Subscriber|Behavior|Processor|Configuration|Profile|Comparer|Filter|Middleware|Job|Formatter|Binder|Provider|HostedService|BackgroundService|Interceptor|Serializer|PipelineStep|ConfigureOptions|ConfigureNamedOptions|ValidateOptions)\d?$/

/** What frameworks call in classes that implement their interfaces: the language does not say which members those are. */
export const HOOK =
  /^(?:On[A-Z]\w*|Configure\w*|Execute\w*|Handle\w*|Convert\w*|Consume\w*|StartAsync|StopAsync|CheckHealthAsync|InitializeAsync|TransformAsync|Bind\w*|Up|Down|Seed\w*|IsValid|Validate|Apply|ExamineAsync|CreateLogger|Log|IsEnabled)$/
