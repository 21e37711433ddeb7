import type { Case } from './cases.ts'

/** Changes of what clients get. */
export const RESPONSES: readonly Case[] = [
  {
    name: 'a list gets an envelope',
    answer: ['error response-type-widened'],
    patch: `
 paths:
   /orders:
     get:
       responses:
         200:
           description: OK
           content:
             application/json:
               schema:
-                type: array
-                items: {type: string}
+                type: object
+                required: [data]
+                properties: {data: {type: array, items: {type: string}}}`,
  },
  {
    name: 'the list in an envelope is renamed',
    answer: ['error response-property-removed'],
    patch: `
 paths:
   /orders:
     get:
       responses:
         200:
           description: OK
           content:
             application/json:
               schema:
                 type: object
-                required: [items]
-                properties: {items: {type: array, items: {type: string}}}
+                required: [data]
+                properties: {data: {type: array, items: {type: string}}}`,
  },
  {
    name: 'errors follow RFC 9457',
    answer: ['error response-property-removed', 'warning response-media-type-removed'],
    patch: `
 paths:
   /orders:
     get:
       responses:
         200: {description: OK}
         400:
           description: Bad request
           content:
-            application/json:
-              schema:
-                {type: object, required: [code, message], properties: {code: {type: string}, message: {type: string}}}
+            application/problem+json:
+              schema:
+                {type: object, required: [title], properties: {type: {type: string}, title: {type: string}}}`,
  },
  {
    name: 'a date becomes a moment, an id a UUID, an amount a text',
    answer: ['error response-type-widened'],
    patch: `
 paths:
   /orders:
     get:
       responses:
         200:
           description: OK
           content:
             application/json:
               schema:
                 properties:
-                  id: {type: integer}
-                  due: {type: string, format: date}
-                  amount: {type: number}
+                  id: {type: string, format: uuid}
+                  due: {type: string, format: date-time}
+                  amount: {type: string}`,
  },
  {
    name: 'whole numbers may have 64 bits, and overflow in clients',
    answer: ['error response-type-widened'],
    patch: `
 paths:
   /orders:
     get:
       responses:
         200:
           description: OK
           content:
             application/json:
-              schema: {properties: {id: {type: integer, format: int32}}}
+              schema: {properties: {id: {type: integer, format: int64}}}`,
  },
  {
    name: 'a property may be null (3.0)',
    version: '3.0.3',
    answer: ['error response-type-widened'],
    patch: `
 paths:
   /orders:
     get:
       responses:
         '200':
           description: OK
           content:
             application/json:
-              schema: {properties: {note: {type: string}}}
+              schema: {properties: {note: {type: string, nullable: true}}}`,
  },
  {
    name: 'a required property is no longer sent back',
    answer: ['error response-property-removed'],
    patch: `
 paths:
   /users:
     get:
       responses:
         200:
           description: OK
           content:
             application/json:
               schema:
                 required: [phone]
                 properties:
-                  phone: {type: string}
+                  phone: {type: string, writeOnly: true}`,
  },
  {
    name: 'a required property is sent back from now on',
    answer: [],
    patch: `
 paths:
   /users:
     get:
       responses:
         200:
           description: OK
           content:
             application/json:
               schema:
                 required: [phone]
                 properties:
-                  phone: {type: string, writeOnly: true}
+                  phone: {type: string}`,
  },
  {
    name: 'all values are written in capitals',
    answer: ['error response-enum-widened'],
    patch: `
 paths:
   /orders:
     get:
       responses:
         200:
           description: OK
           content:
             application/json:
-              schema: {properties: {status: {type: string, enum: [open, paid]}}}
+              schema: {properties: {status: {type: string, enum: [OPEN, PAID]}}}`,
  },
  {
    name: 'created instead of done',
    answer: ['error response-removed'],
    patch: `
 paths:
   /orders:
     post:
       responses:
-        200: {description: OK}
+        201: {description: Created}`,
  },
  {
    name: 'an answer without a body gets one',
    answer: ['error response-removed'],
    patch: `
 paths:
   /orders:
     delete:
       responses:
-        204: {description: Done}
+        200: {description: Done, content: {application/json: {schema: {type: object}}}}`,
  },
  {
    name: 'failures are named one by one, and successes as a range',
    answer: [],
    patch: `
 paths:
   /orders:
     get:
       responses:
-        200: {description: OK}
-        default: {description: Failed}
+        2XX: {description: OK}
+        400: {description: Bad request}
+        500: {description: Failed}`,
  },
  {
    name: 'a new kind of answer beside the one that was',
    answer: ['error response-alternative-added'],
    patch: `
 paths:
   /payments:
     get:
       responses:
         200:
           description: OK
           content:
             application/json:
               schema:
-                $ref: '#/components/schemas/Card'
+                oneOf:
+                  - $ref: '#/components/schemas/Card'
+                  - $ref: '#/components/schemas/Transfer'
 components:
   schemas:
     Card: {type: object, properties: {number: {type: string}}}
     Transfer: {type: object, properties: {iban: {type: string}}}`,
  },
  {
    name: 'a schema of a choice has another name, and its kind the same',
    answer: [],
    patch: `
 paths:
   /pets:
     get:
       responses:
         200:
           description: OK
           content:
             application/json:
               schema:
                 oneOf:
                   - $ref: '#/components/schemas/Cat'
-                  - $ref: '#/components/schemas/Dog'
+                  - $ref: '#/components/schemas/Hound'
                 discriminator:
                   propertyName: kind
                   mapping:
                     cat: '#/components/schemas/Cat'
-                    dog: '#/components/schemas/Dog'
+                    dog: '#/components/schemas/Hound'
 components:
   schemas:
     Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
-    Dog: {type: object, required: [kind], properties: {kind: {type: string}, bark: {type: string}}}
+    Hound: {type: object, required: [kind], properties: {kind: {type: string}, bark: {type: string}}}`,
  },
  {
    name: 'a base schema lists its kinds',
    answer: [],
    patch: `
 paths:
   /pets:
     get:
       responses:
         200:
           description: OK
           content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
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
    name: 'values of a map are of another type',
    answer: ['error response-type-widened'],
    patch: `
 paths:
   /rates:
     get:
       responses:
         200:
           description: OK
           content:
             application/json:
-              schema: {type: object, additionalProperties: {type: number}}
+              schema: {type: object, additionalProperties: {type: string}}`,
  },
  {
    name: 'items are told by their ids instead of in full',
    answer: ['error response-type-widened'],
    patch: `
 paths:
   /orders:
     get:
       responses:
         200:
           description: OK
           content:
             application/json:
               schema:
                 properties:
                   lines:
                     type: array
-                    items: {type: object, required: [sku], properties: {sku: {type: string}}}
+                    items: {type: string}`,
  },
  {
    name: 'a place to look at is no longer sent',
    answer: ['warning response-header-removed'],
    patch: `
 paths:
   /orders:
     post:
       responses:
         201:
           description: Created
-          headers: {Location: {schema: {type: string}}}`,
  },
  {
    name: 'a property of the answer is added, one of two is deprecated, unknown ones are ruled out',
    answer: [],
    patch: `
 paths:
   /orders:
     get:
       responses:
         200:
           description: OK
           content:
             application/json:
               schema:
                 type: object
+                additionalProperties: false
                 properties:
-                  old: {type: string}
+                  old: {type: string, deprecated: true}
+                  new: {type: string}`,
  },
]
