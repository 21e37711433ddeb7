import type { Case } from './cases.ts'

/** Changes of paths, credentials, servers and what the API calls by itself. */
export const AROUND: readonly Case[] = [
  {
    name: 'PUT becomes PATCH',
    answer: ['error operation-removed'],
    patch: `
 paths:
   /orders/{id}:
     parameters: [{name: id, in: path, required: true, schema: {type: string}}]
     get: {responses: {200: {description: OK}}}
-    put: {responses: {200: {description: OK}}}
+    patch: {responses: {200: {description: OK}}}`,
  },
  {
    name: 'a path ends in a slash',
    answer: ['error path-removed'],
    patch: `
 paths:
   /health: {get: {responses: {200: {description: OK}}}}
-  /orders: {get: {responses: {200: {description: OK}}}}
+  /orders/: {get: {responses: {200: {description: OK}}}}`,
  },
  {
    name: 'a second version beside the first',
    answer: [],
    patch: `
 paths:
   /v1/orders: {get: {responses: {200: {description: OK}}}}
+  /v2/orders: {get: {responses: {200: {description: OK}, 404: {description: None}}}}`,
  },
  {
    name: 'a second version in the place of the first',
    answer: ['error path-removed'],
    patch: `
 paths:
-  /v1/orders: {get: {responses: {200: {description: OK}}}}
+  /v2/orders: {get: {responses: {200: {description: OK}}}}`,
  },
  {
    name: 'the version moves from the paths to the server',
    answer: [],
    patch: `
 servers:
-  - url: https://api.example.com
+  - url: https://api.example.com/v1
 paths:
-  /v1/orders: {get: {responses: {200: {description: OK}}}}
-  /v1/users: {get: {responses: {200: {description: OK}}}}
+  /orders: {get: {responses: {200: {description: OK}}}}
+  /users: {get: {responses: {200: {description: OK}}}}`,
  },
  {
    name: 'another server takes the place of the one',
    answer: ['error server-removed'],
    patch: `
 servers:
-  - url: https://api.example.com
+  - url: https://api.example.com/v2
 paths:
   /orders: {get: {responses: {200: {description: OK}}}}`,
  },
  {
    name: 'credentials of every operation are said once for all',
    answer: [],
    patch: `
+security: [{key: []}]
 paths:
   /orders:
     get:
-      security: [{key: []}]
       responses: {200: {description: OK}}
   /health:
     get:
       security: []
       responses: {200: {description: OK}}
 components:
   securitySchemes:
     key: {type: apiKey, in: header, name: X-Key}`,
  },
  {
    name: 'of two keys of one kind one is no longer taken',
    answer: ['error security-tightened'],
    patch: `
 paths:
   /orders:
     get:
-      security: [{partner: []}, {staff: []}]
+      security: [{staff: []}]
       responses: {200: {description: OK}}
 components:
   securitySchemes:
     partner: {type: http, scheme: basic}
     staff: {type: http, scheme: basic}`,
  },
  {
    name: 'a second secret of the same kind is asked for besides',
    answer: ['error security-tightened'],
    patch: `
 paths:
   /orders:
     get:
-      security: [{partner: []}]
+      security: [{partner: [], staff: []}]
       responses: {200: {description: OK}}
 components:
   securitySchemes:
     partner: {type: http, scheme: basic}
     staff: {type: http, scheme: basic}`,
  },
  {
    name: 'one scheme is split in two, and both are asked for',
    answer: ['error security-tightened'],
    patch: `
 paths:
   /orders:
     get:
-      security: [{partner: []}]
+      security: [{first: [], second: []}]
       responses: {200: {description: OK}}
 components:
   securitySchemes:
-    partner: {type: http, scheme: basic}
+    first: {type: http, scheme: basic}
+    second: {type: http, scheme: basic}`,
  },
  {
    name: 'schemes have other names',
    answer: [],
    patch: `
 paths:
   /orders:
     get:
-      security: [{login: [read]}, {key: []}]
+      security: [{oauth: [read]}, {apiKey: []}]
       responses: {200: {description: OK}}
 components:
   securitySchemes:
-    key: {type: apiKey, in: header, name: X-Key}
-    login:
+    apiKey: {type: apiKey, in: header, name: X-Key, description: Ask us for one.}
+    oauth:
       type: oauth2
-      flows: {clientCredentials: {tokenUrl: https://example.com/token, scopes: {read: Read}}}
+      flows: {clientCredentials: {tokenUrl: https://example.com/token, scopes: {read: To read}}}`,
  },
  {
    name: 'a scheme becomes one of another kind',
    answer: ['error security-tightened'],
    patch: `
 security: [{auth: []}, {other: []}]
 paths:
   /orders: {get: {responses: {200: {description: OK}}}}
 components:
   securitySchemes:
     other: {type: http, scheme: basic}
-    auth: {type: http, scheme: basic}
+    auth: {type: http, scheme: bearer}`,
  },
  {
    name: 'a further scope is asked for',
    answer: ['error security-tightened'],
    patch: `
 paths:
   /orders:
     get:
-      security: [{login: [read]}]
+      security: [{login: [read, orders]}]
       responses: {200: {description: OK}}
 components:
   securitySchemes:
     login:
       type: oauth2
       flows: {clientCredentials: {tokenUrl: https://example.com/token, scopes: {read: '', orders: ''}}}`,
  },
  {
    name: 'a webhook no longer says which order it is about, and says more of the customer',
    answer: ['error response-property-removed'],
    patch: `
 webhooks:
   order:
     post:
       requestBody:
         content:
           application/json:
             schema:
               type: object
-              required: [order]
-              properties: {order: {type: string}}
+              required: [customer]
+              properties: {customer: {type: string}}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'clients that are called back must answer more',
    answer: ['error required-property-added'],
    patch: `
 paths:
   /orders:
     post:
       callbacks:
         paid:
           '{$request.query.url}':
             post:
               responses:
                 200:
                   description: OK
                   content:
                     application/json:
                       schema:
                         type: object
-                        properties: {seen: {type: boolean}}
+                        required: [receipt]
+                        properties: {seen: {type: boolean}, receipt: {type: string}}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'GET for a search becomes POST, and its name changes',
    answer: ['error operation-removed'],
    patch: `
 paths:
   /search:
-    get: {operationId: search, responses: {200: {description: OK}}}
+    post: {operationId: searchOrders, responses: {200: {description: OK}}}
     head: {responses: {200: {description: OK}}}`,
  },
  {
    name: 'a form of Swagger 2 asks for a field',
    version: '2.0',
    answer: ['error property-became-required'],
    patch: `
 paths:
   /pictures:
     post:
       consumes: [multipart/form-data]
       parameters:
         - {name: file, in: formData, type: file, required: true}
-        - {name: title, in: formData, type: string}
+        - {name: title, in: formData, type: string, required: true}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'a list of Swagger 2 is repeated instead of joined',
    version: '2.0',
    answer: ['error parameter-serialization-changed'],
    patch: `
 paths:
   /orders:
     get:
       parameters:
-        - {name: ids, in: query, type: array, items: {type: string}, collectionFormat: csv}
+        - {name: ids, in: query, type: array, items: {type: string}, collectionFormat: multi}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'answers of Swagger 2 are no longer given as XML',
    version: '2.0',
    answer: ['error response-media-type-removed'],
    patch: `
-produces: [application/json, application/xml]
+produces: [application/json]
 paths:
   /orders:
     get:
       responses: {200: {description: OK, schema: {type: object}}}`,
  },
]
