import { expect, test } from 'vitest'
import { routesIn } from '../testing.ts'

test('controllers below the global prefix and their version; excluded ones are hidden', async () => {
  const routes = await routesIn({
    'main.ts': `import { NestFactory } from '@nestjs/core'
app.setGlobalPrefix('api')`,
    'cats.controller.ts': `@Controller({ path: 'cats', version: '1' })
export class CatsController {
  @Get() @HttpCode(200)
  all() {}

  @ApiExcludeEndpoint()
  @Post([':id', 'named/:name'])
  make() {}
}
@Controller()
export class RootController {
  @Delete('all')
  none() {}
}`,
  })
  expect(routes).toEqual([
    'DELETE /api/all none cats.controller.ts:12',
    'GET /api/v1/cats all cats.controller.ts:3',
    'POST /api/v1/cats/named/{name} (hidden) make cats.controller.ts:7',
    'POST /api/v1/cats/{id} (hidden) make cats.controller.ts:7',
  ])
})
