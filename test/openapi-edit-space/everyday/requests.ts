import type { Case } from './cases.ts'

/** Changes of what clients send. */
export const REQUESTS: readonly Case[] = [
  {
    name: 'an optional page parameter is renamed',
    answer: ['warning parameter-removed'],
    patch: `
 paths:
   /orders:
     get:
       parameters:
-        - {name: page, in: query, schema: {type: integer}}
+        - {name: pageNumber, in: query, schema: {type: integer}}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'a required filter is renamed',
    answer: ['error required-parameter-added', 'warning parameter-removed'],
    patch: `
 paths:
   /orders:
     get:
       parameters:
-        - {name: customer, in: query, required: true, schema: {type: string}}
+        - {name: customerId, in: query, required: true, schema: {type: string}}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'the largest page becomes smaller',
    answer: ['error request-constraint-tightened'],
    patch: `
 paths:
   /orders:
     get:
       parameters:
         - name: size
           in: query
-          schema: {type: integer, minimum: 1, maximum: 1000}
+          schema: {type: integer, minimum: 1, maximum: 100}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'the default order of a list changes',
    answer: ['error parameter-default-changed'],
    patch: `
 paths:
   /orders:
     get:
       parameters:
-        - {name: sort, in: query, schema: {type: string, default: created}}
+        - {name: sort, in: query, schema: {type: string, default: -created}}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'the default of a property of a body changes',
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
-                currency: {type: string, default: EUR}
+                currency: {type: string, default: USD}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'values of a query parameter are written in capitals',
    answer: ['error request-enum-narrowed'],
    patch: `
 paths:
   /orders:
     get:
       parameters:
-        - {name: status, in: query, schema: {type: string, enum: [open, paid]}}
+        - {name: status, in: query, schema: {type: string, enum: [OPEN, PAID]}}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'the id in a path becomes a UUID',
    answer: ['error request-type-narrowed'],
    patch: `
 paths:
   /orders/{id}:
     get:
       parameters:
-        - {name: id, in: path, required: true, schema: {type: integer}}
+        - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'the id in a path becomes any text',
    answer: [],
    patch: `
 paths:
   /orders/{id}:
     get:
       parameters:
-        - {name: id, in: path, required: true, schema: {type: integer}}
+        - {name: id, in: path, required: true, schema: {type: string}}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'a path parameter has another name, and moves to the path',
    answer: [],
    patch: `
 paths:
-  /orders/{id}:
+  /orders/{orderId}:
+    parameters:
+      - {name: orderId, in: path, required: true, schema: {type: string}}
     get:
-      parameters:
-        - {name: id, in: path, required: true, schema: {type: string}}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'a header is spelled in other letters',
    answer: [],
    patch: `
 paths:
   /orders:
     get:
       parameters:
-        - {name: X-Request-ID, in: header, required: true, schema: {type: string}}
+        - {name: x-request-id, in: header, required: true, schema: {type: string}}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'an idempotency key becomes required',
    answer: ['error parameter-became-required'],
    patch: `
 paths:
   /orders:
     post:
       parameters:
-        - {name: Idempotency-Key, in: header, schema: {type: string}}
+        - {name: Idempotency-Key, in: header, required: true, schema: {type: string}}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'a list in the query is written with commas',
    answer: ['error parameter-serialization-changed'],
    patch: `
 paths:
   /orders:
     get:
       parameters:
         - name: ids
           in: query
+          explode: false
           schema: {type: array, items: {type: string}}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'a style for paths on a query parameter',
    answer: ['error parameter-serialization-changed'],
    patch: `
 paths:
   /orders:
     get:
       parameters:
-        - {name: q, in: query, style: form, schema: {type: string}}
+        - {name: q, in: query, style: simple, schema: {type: string}}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'the style of a single value is written out, and another one that writes it alike',
    answer: [],
    patch: `
 paths:
   /orders:
     get:
       parameters:
-        - {name: q, in: query, schema: {type: string}}
-        - {name: r, in: query, style: form, explode: true, schema: {type: string}}
+        - {name: q, in: query, style: form, schema: {type: string}}
+        - {name: r, in: query, style: form, explode: false, schema: {type: string}}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'whole numbers of a request are limited to 32 bits',
    answer: ['error request-type-narrowed'],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
-            schema: {properties: {total: {type: integer, format: int64}}}
+            schema: {properties: {total: {type: integer, format: int32}}}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'whole numbers of a request may have 64 bits',
    answer: [],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
-            schema: {properties: {total: {type: integer, format: int32}}}
+            schema: {properties: {total: {type: integer, format: int64}}}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'a date becomes a moment in requests',
    answer: ['error request-type-narrowed'],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
-            schema: {properties: {due: {type: string, format: date}}}
+            schema: {properties: {due: {type: string, format: date-time}}}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'amounts become texts in requests',
    answer: ['error request-type-narrowed'],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
-            schema: {properties: {amount: {type: number}}}
+            schema: {properties: {amount: {type: string}}}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'a required property is no longer read-only',
    answer: ['error property-became-required'],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
             schema:
               required: [number]
               properties:
-                number: {type: string, readOnly: true}
+                number: {type: string}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'a required property becomes read-only: the server gives it',
    answer: ['warning request-property-removed'],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
             schema:
               required: [number]
               properties:
-                number: {type: string}
+                number: {type: string, readOnly: true}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'a property with a default becomes required',
    answer: ['error property-became-required'],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
             schema:
-              properties: {currency: {type: string, default: EUR}}
+              required: [currency]
+              properties: {currency: {type: string, default: EUR}}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'a node of a tree gets a required property',
    answer: ['error required-property-added'],
    patch: `
 paths:
   /categories:
     put:
       requestBody:
         content: {application/json: {schema: {$ref: '#/components/schemas/Category'}}}
       responses: {204: {description: Done}}
 components:
   schemas:
     Category:
       type: object
-      required: [name]
+      required: [name, slug]
       properties:
         name: {type: string}
+        slug: {type: string}
         children: {type: array, items: {$ref: '#/components/schemas/Category'}}`,
  },
  {
    name: 'unknown properties are refused',
    answer: ['error request-constraint-tightened'],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
             schema:
               type: object
+              additionalProperties: false
               properties: {note: {type: string}}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'labels are limited to texts',
    answer: ['error request-constraint-tightened'],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
             schema:
               type: object
               properties:
-                labels: {type: object}
+                labels: {type: object, additionalProperties: {type: string}}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'a batch is limited',
    answer: ['error request-constraint-tightened'],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
-            schema: {type: array, items: {type: string}}
+            schema: {type: array, items: {type: string}, maxItems: 100}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'texts must be addresses',
    answer: ['error request-type-narrowed'],
    patch: `
 paths:
   /users:
     post:
       requestBody:
         content:
           application/json:
-            schema: {properties: {email: {type: string}}}
+            schema: {properties: {email: {type: string, format: email}}}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'a second way to pay',
    answer: [],
    patch: `
 paths:
   /payments:
     post:
       requestBody:
         content:
           application/json:
             schema:
-              $ref: '#/components/schemas/Card'
+              oneOf:
+                - $ref: '#/components/schemas/Card'
+                - $ref: '#/components/schemas/Transfer'
       responses: {201: {description: Created}}
 components:
   schemas:
     Card: {type: object, required: [number], properties: {number: {type: string}}}
     Transfer: {type: object, required: [iban], properties: {iban: {type: string}}}`,
  },
  {
    name: 'of two ways to pay one is left, and objects take what they do not know',
    answer: ['error request-alternative-removed'],
    patch: `
 paths:
   /payments:
     post:
       requestBody:
         content:
           application/json:
             schema:
               oneOf:
                 - $ref: '#/components/schemas/Card'
-                - $ref: '#/components/schemas/Transfer'
       responses: {201: {description: Created}}
 components:
   schemas:
     Card: {type: object, properties: {number: {type: string}}}
     Transfer: {type: object, properties: {iban: {type: string}}}`,
  },
  {
    name: 'of two ways to pay one is left that knows all of the other',
    answer: [],
    patch: `
 paths:
   /payments:
     post:
       requestBody:
         content:
           application/json:
             schema:
-              anyOf:
-                - $ref: '#/components/schemas/Card'
-                - $ref: '#/components/schemas/Token'
+              $ref: '#/components/schemas/Card'
       responses: {201: {description: Created}}
 components:
   schemas:
     Card: {type: object, properties: {number: {type: string}, token: {type: string}}}
     Token: {type: object, properties: {token: {type: string}}}`,
  },
  {
    name: 'one schema becomes a choice of two that know nothing of it',
    answer: ['error request-alternative-removed'],
    patch: `
 paths:
   /payments:
     post:
       requestBody:
         content:
           application/json:
             schema:
-              $ref: '#/components/schemas/Card'
+              anyOf:
+                - $ref: '#/components/schemas/Transfer'
+                - $ref: '#/components/schemas/Wallet'
       responses: {201: {description: Created}}
 components:
   schemas:
     Card: {type: object, properties: {number: {type: string}}}
     Transfer: {type: object, properties: {iban: {type: string}}}
     Wallet: {type: object, properties: {wallet: {type: string}}}`,
  },
  {
    name: 'what could be of any kind is told apart by a few names',
    answer: ['error request-enum-narrowed'],
    patch: `
 paths:
   /pets:
     post:
       requestBody:
         content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
       responses: {201: {description: Created}}
 components:
   schemas:
     Pet:
       type: object
       required: [kind]
       properties: {kind: {type: string}}
+      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
+      discriminator: {propertyName: kind}
     Cat:
       allOf:
         - $ref: '#/components/schemas/Pet'
         - properties: {name: {type: string}}
     Dog:
       allOf:
         - $ref: '#/components/schemas/Pet'
         - properties: {bark: {type: string}}`,
  },
  {
    name: 'the same kinds, which only inherited before, are listed',
    answer: [],
    patch: `
 paths:
   /pets:
     post:
       requestBody:
         content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
       responses: {201: {description: Created}}
 components:
   schemas:
     Pet:
       type: object
       required: [kind]
       properties: {kind: {type: string}}
       discriminator: {propertyName: kind}
+      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
     Cat:
       allOf:
         - $ref: '#/components/schemas/Pet'
         - properties: {name: {type: string}}
     Dog:
       allOf:
         - $ref: '#/components/schemas/Pet'
         - properties: {bark: {type: string}}`,
  },
  {
    name: 'a kind is told by another property',
    answer: ['error discriminator-changed'],
    patch: `
 paths:
   /pets:
     post:
       requestBody:
         content:
           application/json:
             schema:
               oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
-              discriminator: {propertyName: kind}
+              discriminator: {propertyName: species}
       responses: {201: {description: Created}}
 components:
   schemas:
     Cat: {type: object, properties: {kind: {type: string}, species: {type: string}}}
     Dog: {type: object, properties: {kind: {type: string}, species: {type: string}}}`,
  },
  {
    name: 'a picture must be of another type',
    answer: ['error parameter-serialization-changed'],
    patch: `
 paths:
   /pictures:
     post:
       requestBody:
         content:
           multipart/form-data:
             schema: {type: object, properties: {file: {type: string, format: binary}}}
-            encoding: {file: {contentType: 'image/png, image/jpeg'}}
+            encoding: {file: {contentType: image/webp}}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'a form gets a required field',
    answer: ['error required-property-added'],
    patch: `
 paths:
   /token:
     post:
       requestBody:
         content:
           application/x-www-form-urlencoded:
             schema:
               type: object
-              required: [code]
-              properties: {code: {type: string}}
+              required: [code, code_verifier]
+              properties: {code: {type: string}, code_verifier: {type: string}}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'requests must be of a JSON type of its own',
    answer: ['error request-media-type-removed'],
    patch: `
 paths:
   /orders/{id}:
     patch:
       parameters: [{name: id, in: path, required: true, schema: {type: string}}]
       requestBody:
         content:
-          application/json: {schema: {type: object}}
+          application/merge-patch+json: {schema: {type: object}}
       responses: {200: {description: OK}}`,
  },
  {
    name: 'a part of allOf asks for a known property',
    answer: ['error property-became-required'],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
             schema:
               allOf:
                 - {type: object, properties: {note: {type: string}}}
-                - {type: object}
+                - {type: object, required: [note]}
       responses: {201: {description: Created}}`,
  },
  {
    name: 'a listed null is refused',
    answer: ['error request-enum-narrowed'],
    patch: `
 paths:
   /orders:
     post:
       requestBody:
         content:
           application/json:
             schema:
               properties:
-                gift: {type: [string, 'null'], enum: [card, wrap, null]}
+                gift: {type: [string, 'null'], enum: [card, wrap]}
       responses: {201: {description: Created}}`,
  },
]
