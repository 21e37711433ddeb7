import type { SyntaxNode } from '../../code/node.ts'
import { argumentsOf, calledName, isFalse, isTrue, numberOf, textOf } from '../python.ts'
import type { Field, ModelName } from './model-operation.ts'

/** `data_types` of Django's PostgreSQL backend, and of django.contrib.postgres and gis. */
const TYPES: Readonly<Record<string, string>> = {
  AutoField: 'int4',
  BigAutoField: 'int8',
  SmallAutoField: 'int2',
  BinaryField: 'bytea',
  BooleanField: 'bool',
  NullBooleanField: 'bool',
  CharField: 'varchar',
  CommaSeparatedIntegerField: 'varchar',
  EmailField: 'varchar',
  SlugField: 'varchar',
  URLField: 'varchar',
  FileField: 'varchar',
  FilePathField: 'varchar',
  ImageField: 'varchar',
  DateField: 'date',
  DateTimeField: 'timestamptz',
  DecimalField: 'numeric',
  DurationField: 'interval',
  FloatField: 'float8',
  IntegerField: 'int4',
  BigIntegerField: 'int8',
  SmallIntegerField: 'int2',
  PositiveIntegerField: 'int4',
  PositiveBigIntegerField: 'int8',
  PositiveSmallIntegerField: 'int2',
  IPAddressField: 'inet',
  GenericIPAddressField: 'inet',
  JSONField: 'jsonb',
  TextField: 'text',
  TimeField: 'time',
  UUIDField: 'uuid',
  HStoreField: 'hstore',
  CITextField: 'citext',
  CICharField: 'citext',
  CIEmailField: 'citext',
  SearchVectorField: 'tsvector',
  IntegerRangeField: 'int4range',
  BigIntegerRangeField: 'int8range',
  DecimalRangeField: 'numrange',
  DateRangeField: 'daterange',
  DateTimeRangeField: 'tstzrange',
  GeometryField: 'geometry',
  PointField: 'geometry',
  LineStringField: 'geometry',
  PolygonField: 'geometry',
  MultiPointField: 'geometry',
  MultiLineStringField: 'geometry',
  MultiPolygonField: 'geometry',
  GeometryCollectionField: 'geometry',
  RasterField: 'raster',
}
/** `max_length` where none is given. */
const LENGTHS: Readonly<Record<string, number>> = {
  EmailField: 254,
  SlugField: 50,
  URLField: 200,
  FileField: 100,
  FilePathField: 100,
  ImageField: 100,
}
const KEY = /(?:ForeignKey|OneToOneField|ParentalKey)$/
const MANY = /ManyToMany\w*Field$|^SortedM2M$/
/** They keep what they hold elsewhere. */
const NOWHERE = /^(?:\w*TaggableManager|GenericRelation|GenericForeignKey|CompositePrimaryKey|\w*Manager)$/
/** `empty_strings_allowed` of their class: a blank one gets an empty value. */
const EMPTY_TEXT =
  /^(?:CharField|TextField|EmailField|SlugField|URLField|FileField|FilePathField|ImageField|BinaryField|CI\w+Field|CommaSeparatedIntegerField)$/
/** A default of the database that is another one for every row. */
const VOLATILE = /random|uuid|clock_timestamp|nextval/i

/** A field as `migrations.AddField(…, field=models.CharField(…))` describes it; undefined where it is no call. */
export function readField(name: string, node: SyntaxNode | undefined, app: string, region = node?.region) {
  if (node?.type !== 'call' || !region) return undefined
  const kind = calledName(node)
  const { keywords, positional } = argumentsOf(node)
  const isKey = KEY.test(kind)
  const isMany = MANY.test(kind)
  const isOneToOne = kind.endsWith('OneToOneField')
  const native = isKey ? undefined : nativeType(kind, node)
  // A class of the project's own ends in the name of the one that it extends, mostly; it may still set `null` itself.
  const isKnown = isKey || Object.hasOwn(TYPES, kind) || kind === 'ArrayField' || kind === 'GeneratedField'
  const isLike = isKnown || Object.keys(TYPES).some((one) => one !== 'TextField' && kind.endsWith(one))
  const primaryKey = isTrue(keywords.get('primary_key'))
  const isNull = isTrue(keywords.get('null')) || kind === 'NullBooleanField'
  const fallback = keywords.get('default')
  const isSpatial = native?.type === 'geometry' || native?.type === 'raster'
  const unique = isTrue(keywords.get('unique')) || isOneToOne
  const dbDefault = keywords.get('db_default')
  const target = keywords.get('to') ?? (isKey || isMany ? positional[0] : undefined)
  const [column, table, toField] = ['db_column', 'db_table', 'to_field'].map((key) =>
    textOf(keywords.get(key)),
  )
  const to = target && modelName(target, app)
  const fill = fillOf(kind, keywords, isNull)
  const generated = kind === 'GeneratedField' && (isFalse(keywords.get('db_persist')) ? 'virtual' : 'stored')
  const field: Field = {
    name,
    stored: NOWHERE.test(kind) ? 'nowhere' : isMany ? 'table' : 'column',
    ...(column !== undefined && { column }),
    ...native,
    ...(!generated && (isNull ? { notNull: false } : isLike && { notNull: true })),
    ...(fallback && fallback.type !== 'none' && { fill: fallback.text }),
    ...(fill !== undefined && !fallback && { fill }),
    ...(dbDefault && { dbDefault: { text: dbDefault.text, volatile: VOLATILE.test(dbDefault.text) } }),
    unique,
    indexed: isFalse(keywords.get('db_index'))
      ? false
      : isTrue(keywords.get('db_index')) ||
        (isKey && !isOneToOne) ||
        kind === 'SlugField' ||
        (isSpatial && !isFalse(keywords.get('spatial_index'))),
    ...(isSpatial && { method: 'gist' }),
    primaryKey,
    identity: kind.endsWith('AutoField'),
    ...(kind.startsWith('Positive') && isKnown && { check: `${column ?? name} >= 0` }),
    ...(generated && { generated }),
    ...(to !== undefined && { to }),
    ...(toField !== undefined && { toField }),
    constrained: isKey && !isFalse(keywords.get('db_constraint')),
    through: keywords.has('through'),
    ...(table !== undefined && { table }),
    region,
  }
  return field
}

function fillOf(
  kind: string,
  keywords: ReadonlyMap<string, SyntaxNode>,
  isNull: boolean,
): string | undefined {
  if (isTrue(keywords.get('auto_now')) || isTrue(keywords.get('auto_now_add'))) return 'timezone.now'
  return !isNull && isTrue(keywords.get('blank')) && EMPTY_TEXT.test(kind) ? "''" : undefined
}

/** Arrays of arrays. */
const MAX_DEPTH = 10

interface NativeType {
  type: string
  typeText: string
}

function nativeType(kind: string, node: SyntaxNode, depth = 0): NativeType | undefined {
  if (depth > MAX_DEPTH) return undefined
  const { keywords, positional } = argumentsOf(node)
  if (kind === 'ArrayField') {
    const item = keywords.get('base_field') ?? positional[0]
    const inner = item?.type === 'call' ? nativeType(calledName(item), item, depth + 1) : undefined
    return inner && { type: inner.type, typeText: `${inner.typeText}[]` }
  }
  if (kind === 'GeneratedField') {
    const item = keywords.get('output_field')
    return item?.type === 'call' ? nativeType(calledName(item), item, depth + 1) : undefined
  }
  const type = Object.hasOwn(TYPES, kind) ? TYPES[kind] : undefined
  if (type === undefined) return undefined
  if (type === 'varchar') {
    const given = keywords.get('max_length')
    if (given && given.type === 'none') return { type, typeText: type }
    const length = numberOf(given) ?? (given ? undefined : LENGTHS[kind])
    // A length that a name stands for is not known, and no length is another thing.
    if (given && length === undefined) return undefined
    return { type, typeText: length === undefined ? type : `varchar(${length})` }
  }
  const [digits, places] = [numberOf(keywords.get('max_digits')), numberOf(keywords.get('decimal_places'))]
  if (type === 'numeric')
    return { type, typeText: digits === undefined ? type : `numeric(${digits},${places ?? 0})` }
  return { type, typeText: type }
}

/** `"app.Model"`, `"Model"` of the same app, `settings.AUTH_USER_MODEL`. */
export function modelName(node: SyntaxNode, app: string): ModelName {
  const text = textOf(node)
  if (text === undefined) {
    // `orm.swappable…` and `to=settings.…` are the application's own.
    return /\bsettings\.\w+/.exec(node.text)?.[0] ?? node.text.slice(0, 60)
  }
  return named(text, app)
}

export function named(text: string, app: string): ModelName {
  const lower = text.toLowerCase()
  return lower.includes('.') ? lower : `${app}.${lower}`
}
