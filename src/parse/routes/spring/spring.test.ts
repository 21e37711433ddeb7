import { expect, test } from 'vitest'
import { routesIn } from '../testing.ts'

test('mappings of class and method, lists, constants, properties, interfaces; clients are none', async () => {
  const routes = await routesIn({
    'src/main/java/Pets.java': `@RestController
@RequestMapping(path = {"/a", Pets.B + "/c"})
public class Pets {
  static final String B = "/b";
  @GetMapping("/{id}")
  @Operation(hidden = true)
  public String one(@PathVariable int id) { return ""; }
  @RequestMapping(value = Paths.OTHER + "/q", method = {RequestMethod.POST, PUT}) void q() {}
  @DeleteMapping void none() {}
}
interface Api { @GetMapping("\${api.base}/i/{id:[0-9]{3}}") void i(); }
@FeignClient("other") interface Other { @GetMapping("/theirs") void x(); }`,
  })
  expect(routes).toEqual([
    'DELETE /a none src/main/java/Pets.java:9',
    'DELETE /b/c none src/main/java/Pets.java:9',
    'GET /a/{id} (hidden) one src/main/java/Pets.java:5',
    'GET /b/c/{id} (hidden) one src/main/java/Pets.java:5',
    'GET …/i/{id} i src/main/java/Pets.java:11',
    'POST …/q q src/main/java/Pets.java:8',
    'PUT …/q q src/main/java/Pets.java:8',
  ])
})
