import type { Case } from './cases.ts'

/** The same said in other words. */
export const REWRITTEN: readonly Case[] = [
  {
    name: 'one schema is split for requests and answers',
    answer: [],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
-            schema: {$ref: '#/components/schemas/Order'}
+            schema: {$ref: '#/components/schemas/NewOrder'}
       responses:
         201:
           description: Created
           content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
 components:
   schemas:
+    NewOrder:
+      type: object
+      required: [customer]
+      properties: {customer: {type: string}, password: {type: string}}
     Order:
       type: object
       required: [id, customer]
       properties:
-        id: {type: string, readOnly: true}
+        id: {type: string}
         customer: {type: string}
-        password: {type: string, writeOnly: true}`,
  },
  {
    name: 'allOf is written out, and what is required stands elsewhere',
    answer: [],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
       responses:
         201:
           description: Created
           content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
 components:
   schemas:
     Order:
-      allOf:
-        - {type: object, required: [id], properties: {id: {type: string}}}
-        - {type: object, properties: {note: {type: string}}, required: [note]}
+      type: object
+      required: [note, id]
+      properties: {note: {type: string}, id: {type: string}}`,
  },
  {
    name: 'a list of values becomes a component',
    answer: [],
    patch: `
 paths:
   /orders:
     get:
       parameters:
-        - {name: status, in: query, schema: {type: string, enum: [open, paid]}}
+        - {name: status, in: query, schema: {$ref: '#/components/schemas/Status'}}
       responses:
         200:
           description: OK
           content:
             application/json:
-              schema: {properties: {status: {type: string, enum: [open, paid]}}}
+              schema: {properties: {status: {$ref: '#/components/schemas/Status'}}}
+components:
+  schemas:
+    Status: {type: string, enum: [paid, open]}`,
  },
  {
    name: 'from 3.0 to 3.1',
    version: ['3.0.3', '3.1.0'],
    answer: [],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
             schema: {$ref: '#/components/schemas/Order'}
           multipart/form-data:
             schema:
               type: object
               properties:
-                file: {type: string, format: binary}
+                file: {type: string, contentMediaType: application/octet-stream}
       responses:
         '201':
           description: Created
           content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
 components:
   schemas:
     Order:
       type: object
       properties:
-        note: {type: string, nullable: true, example: Ring twice}
-        count: {type: integer, minimum: 0, exclusiveMinimum: true}
-        customer: {allOf: [{$ref: '#/components/schemas/Customer'}], nullable: true}
+        note: {type: [string, 'null'], examples: [Ring twice]}
+        count: {type: integer, exclusiveMinimum: 0}
+        customer: {anyOf: [{$ref: '#/components/schemas/Customer'}, {type: 'null'}]}
     Customer: {type: object, properties: {name: {type: string}}}`,
  },
  {
    name: 'from Swagger 2 to 3.0',
    version: ['2.0', '3.0.3'],
    answer: [],
    patch: `
-host: api.example.com
-basePath: /v1
-schemes: [https]
-consumes: [application/json]
-produces: [application/json]
-securityDefinitions:
-  basic: {type: basic}
-  login:
-    {type: oauth2, flow: accessCode, authorizationUrl: https://example.com/a, tokenUrl: https://example.com/t, scopes: {read: ''}}
+servers: [{url: https://api.example.com/v1}]
 security: [{basic: []}, {login: [read]}]
 paths:
   /orders:
     post:
       parameters:
-        - {name: ids, in: query, type: array, items: {type: string}, collectionFormat: multi}
-        - {name: tags, in: query, type: array, items: {type: string}}
-        - {name: body, in: body, required: true, schema: {$ref: '#/definitions/Order'}}
+        - {name: ids, in: query, schema: {type: array, items: {type: string}}}
+        - {name: tags, in: query, explode: false, schema: {type: array, items: {type: string}}}
+      requestBody:
+        required: true
+        content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
       responses:
         '201':
           description: Created
-          headers: {X-Rate: {type: integer}}
-          schema: {$ref: '#/definitions/Order'}
-definitions:
-  Order: {type: object, properties: {note: {type: string, x-nullable: true}}}
+          headers: {X-Rate: {schema: {type: integer}}}
+          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
+components:
+  securitySchemes:
+    basic: {type: http, scheme: basic}
+    login:
+      type: oauth2
+      flows:
+        authorizationCode: {authorizationUrl: https://example.com/a, tokenUrl: https://example.com/t, scopes: {read: ''}}
+  schemas:
+    Order: {type: object, properties: {note: {type: string, nullable: true}}}`,
  },
  {
    name: 'null moves from a branch to the whole choice',
    answer: [],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content: {application/json: {schema: {$ref: '#/components/schemas/Value'}}}
       responses:
         201:
           description: Created
           content: {application/json: {schema: {$ref: '#/components/schemas/Value'}}}
 components:
   schemas:
     Value:
-      anyOf: [{type: [string, 'null']}, {type: integer}]
+      anyOf: [{type: string}, {type: integer}, {type: 'null'}]`,
  },
  {
    name: 'null moves from the whole choice to a branch',
    answer: [],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content: {application/json: {schema: {$ref: '#/components/schemas/Value'}}}
       responses:
         201:
           description: Created
           content: {application/json: {schema: {$ref: '#/components/schemas/Value'}}}
 components:
   schemas:
     Value:
-      anyOf: [{type: string}, {type: integer}, {type: 'null'}]
+      anyOf: [{type: [string, 'null']}, {type: integer}]`,
  },
  {
    name: 'what goes together is said by schemas',
    answer: [],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
       responses:
         201:
           description: Created
           content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
 components:
   schemas:
     Order:
       type: object
-      dependentRequired: {card: [holder]}
+      dependentSchemas: {card: {required: [holder]}}
       properties: {card: {type: string}, holder: {type: string}}`,
  },
  {
    name: 'a list of values says what all of them are like',
    answer: [],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
             schema:
               properties:
-                status: {type: string, enum: [open, paid]}
-                rating: {type: integer, enum: [1, 2, 3]}
+                status: {type: string, enum: [open, paid], minLength: 1, maxLength: 4}
+                rating: {type: integer, enum: [1, 2, 3], minimum: 1, maximum: 5}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'one of the listed values is too long',
    answer: ['error request-constraint-tightened'],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
             schema:
               properties:
-                status: {type: string, enum: [open, cancelled]}
+                status: {type: string, enum: [open, cancelled], maxLength: 4}
       responses: {201: {description: Created}}`,
  },
]
