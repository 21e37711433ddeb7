import { expect, test } from 'vitest'
import { routesIn } from '../testing.ts'

test('routers are included across packages, with prefixes on both sides', async () => {
  const routes = await routesIn({
    'app/main.py': `from fastapi import FastAPI
from app.api import api_router
from .routers import items, users as u
import app.other.things as things
app = FastAPI()
PREFIX = "/api"
app.include_router(api_router, prefix=PREFIX + "/v1")
app.include_router(items.router, prefix="/items")
app.include_router(u.router)
app.include_router(things.router)
@app.get("/")
def root(): pass
`,
    'app/api/__init__.py': `from app.api.deep import router as deep_router
api_router = APIRouter()
api_router.include_router(deep_router, prefix=f"/deep")
`,
    'app/api/deep.py': `router = APIRouter(tags=["x"])
@router.post("/{id:int}/go", include_in_schema=False)
async def go(id): pass`,
    'app/routers/items.py': `router = APIRouter()
@router.get(
    "/{item_id}",
    response_model=Item,
)
def read(item_id): pass
@router.get("/files/{rest:path}")
def files(rest): pass`,
    'app/routers/users.py': `router = APIRouter(prefix="/users")
@router.api_route("/me", methods=["GET", "PUT"])
def me(): pass`,
    'app/other/things.py': `router = fastapi.APIRouter(prefix=settings.PREFIX)
@router.delete("/thing")
def remove(): pass`,
  })
  expect(routes).toEqual([
    'DELETE …/thing remove app/other/things.py:2',
    'GET / root app/main.py:11',
    'GET /items/files/{*rest} files app/routers/items.py:7',
    'GET /items/{item_id} read app/routers/items.py:2',
    'GET /users/me me app/routers/users.py:2',
    'POST /api/v1/deep/{id}/go (hidden) go app/api/deep.py:2',
    'PUT /users/me me app/routers/users.py:2',
  ])
})
