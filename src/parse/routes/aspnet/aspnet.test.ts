import { expect, test } from 'vitest'
import { routesIn } from '../testing.ts'

test('controllers: tokens, versions, constraints, absolute and hidden routes', async () => {
  const routes = await routesIn({
    'UsersController.cs': `[ApiController]
[ApiVersion("1.0")]
[Route("api/v{version:apiVersion}/[controller]")]
public class UsersController : ControllerBase {
  [HttpGet("{id:int?}"), Authorize] public IActionResult Get(int id) => Ok();
  [HttpPost]
  [Route("do/[action]")]
  [ApiExplorerSettings(IgnoreApi = true)]
  public IActionResult Make() => Ok();
  [HttpDelete("/abs/{id}", Name = "x")] public void Delete() {}
  [HttpPut(Name = "y")] public void Put() {}
}`,
  })
  expect(routes).toEqual([
    'DELETE /abs/{id} Delete UsersController.cs:10',
    'GET /api/v1/Users Get UsersController.cs:5',
    'GET /api/v1/Users/{id} Get UsersController.cs:5',
    'POST /api/v1/Users/do/Make (hidden) Make UsersController.cs:6',
    'PUT /api/v1/Users Put UsersController.cs:11',
  ])
})

test('minimal APIs: groups, chains, extension methods and methods that are handed a group', async () => {
  const routes = await routesIn({
    'Program.cs': `var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
var group = app.MapGroup("/x").WithTags("a");
group.MapGet("/y", Handler).ExcludeFromDescription();
app.MapGroup("/users").RequireAuthorization().MapUsers();
Todos.Map(group);`,
    'Users.cs': `public static class Users {
  public static RouteGroupBuilder MapUsers(this RouteGroupBuilder users) {
    users.MapPost("/{id:guid}", Create).WithName("x");
    return users;
  }
}`,
    'Todos.cs': `static class Todos { public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/t", Delete); }`,
  })
  expect(routes).toEqual([
    'DELETE /x/t Delete Todos.cs:1',
    'GET /x/y (hidden) Handler Program.cs:4',
    'POST /users/{id} Create Users.cs:3',
  ])
})
