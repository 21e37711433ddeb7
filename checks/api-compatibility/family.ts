import type { FamilyDefinition } from '../../src/model/index.ts'

export default {
  title: 'API compatibility',
  description: 'Compares the API descriptions before and after a change and reports what breaks clients.',
  module: 5,
  groups: [
    {
      title: 'OpenAPI and Swagger',
      description: 'What breaks clients of OpenAPI 3.0, 3.1, 3.2 and Swagger 2.0.',
    },
    {
      title: 'Promises of an OpenAPI description',
      description: 'Versions, stability levels and sunsets, held against what the change does.',
      rules: ['version-not-raised', 'stability-decreased', 'sunset-policy'],
    },
    {
      title: 'Style of what a change adds to OpenAPI',
      description: 'Asked of new operations, servers and schemes only.',
      rules: ['*-without-*', 'api-key-in-query', 'plain-http-server', 'unversioned-path'],
    },
    {
      title: 'Code and its description',
      description:
        'Routes in the code that the OpenAPI description of the same service lacks, and the other way round.',
      rules: ['*-route', '*-route-removed'],
    },
    {
      title: 'GraphQL',
      description: 'Schemas in SDL, in introspection answers and in `gql` templates.',
      rules: ['graphql-*'],
    },
    {
      title: 'Protocol Buffers and gRPC',
      description: 'What `buf breaking` says, in the category that the repository asks for.',
      rules: ['protobuf-*'],
    },
    {
      title: 'AsyncAPI',
      description: 'Documents of AsyncAPI 2 and 3, by who sends and who receives.',
      rules: ['asyncapi-*'],
    },
    {
      title: 'JSON Schema',
      description: 'Schemas of draft-04 to 2020-12, as the sets of documents that they take.',
      rules: ['json-schema-*'],
    },
    {
      title: 'Avro',
      description: 'Schemas, protocols and IDL, by the rules of schema resolution.',
      rules: ['avro-*'],
    },
    {
      title: 'WSDL and XML Schema',
      description: 'SOAP services and the documents that a schema allows.',
      rules: ['wsdl-*', 'xsd-*'],
    },
  ],
} satisfies FamilyDefinition
