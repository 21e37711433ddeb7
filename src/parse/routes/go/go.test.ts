import { expect, test } from 'vitest'
import { routesIn } from '../testing.ts'

test('gin: groups, constants, and functions and methods that are handed a group', async () => {
  const routes = await routesIn({
    'cmd/main.go': `package main
import (
	"github.com/gin-gonic/gin"
	"example.com/shop/internal/users"
)
const base = "/api"
func main() {
	r := gin.Default()
	v1 := r.Group(base + "/v1")
	{
		v1.GET("/x/:id", h.Get)
		v1.Handle("POST", "/y/*rest", h.Post)
	}
	users.Register(v1.Group("/users"))
	pets(v1)
	h.Routes(v1)
	client.Get("/not-mine", &out)
}`,
    'cmd/pets.go': `package main
import "github.com/gin-gonic/gin"
func pets(g *gin.RouterGroup) { g.Any("/pets", p) }`,
    'internal/users/users.go': `package users
import g "github.com/gin-gonic/gin"
func Register(r g.IRouter) { r.DELETE("/:id", remove) }
func (h *H) Routes(r *g.RouterGroup) { h.r = r.Group("/m"); h.r.PUT("", put) }`,
    'other/users/users.go': `package users
import "github.com/gin-gonic/gin"
func Register(r gin.IRouter) { r.POST("/elsewhere", e) }`,
  })
  expect(routes).toEqual([
    'ANY /api/v1/pets p cmd/pets.go:3',
    'DELETE /api/v1/users/{id} remove internal/users/users.go:3',
    'GET /api/v1/x/{id} h.Get cmd/main.go:11',
    'POST /api/v1/y/{*rest} h.Post cmd/main.go:12',
    'POST …/elsewhere e other/users/users.go:3',
    'PUT /api/v1/m put internal/users/users.go:4',
  ])
})

test('chi: nested routes, groups, middleware and mounted routers', async () => {
  const routes = await routesIn({
    'a/a.go': `package a
import (
	"github.com/go-chi/chi/v5"
	"example.com/x/b"
)
func New() http.Handler {
	r := chi.NewRouter()
	r.Route("/v1", func(r chi.Router) {
		r.With(auth).Get("/a", a)
		r.Group(func(r chi.Router) { r.Post("/b/{id:[0-9]{2}}", b) })
		r.Mount("/c", b.Routes())
		setup(r)
	})
	return r
}
func setup(r chi.Router) { r.Method(http.MethodPatch, "/s", x) }`,
    'x/b/b.go': `package b
import "github.com/go-chi/chi/v5"
func Routes() chi.Router { r := chi.NewRouter(); r.Delete("/{id}", d); return r }`,
  })
  expect(routes).toEqual([
    'DELETE /v1/c/{id} d x/b/b.go:3',
    'GET /v1/a a a/a.go:9',
    'PATCH /v1/s x a/a.go:16',
    'POST /v1/b/{id} b a/a.go:10',
  ])
})

test('gorilla/mux, net/http, Echo and Fiber', async () => {
  const routes = await routesIn({
    'm/m.go': `package m
import "github.com/gorilla/mux"
func New() {
	router := mux.NewRouter()
	api := router.PathPrefix("/api").Subrouter()
	api.HandleFunc("/users/{id}", h.get).Methods("GET", "PUT")
	api.Handle("/any", y)
}`,
    'n/n.go': `package n
import "net/http"
func New() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /q/{id}", f)
	mux.Handle("/static/", files)
}`,
    'e/e.go': `package e
import "github.com/labstack/echo/v4"
func New() {
	e := echo.New()
	g := e.Group("/v1", auth)
	g.POST("/pets", create)
}`,
    'f/f.go': `package f
import "github.com/gofiber/fiber/v2"
func New(app fiber.Router) { app.Get("/pets/:id", show) }`,
  })
  expect(routes).toEqual([
    'ANY /api/any y m/m.go:7',
    'ANY /static/{*parameter} files n/n.go:6',
    'GET /api/users/{id} h.get m/m.go:6',
    'GET /q/{id} f n/n.go:5',
    'GET …/pets/{id} show f/f.go:3',
    'POST /v1/pets create e/e.go:6',
    'PUT /api/users/{id} h.get m/m.go:6',
  ])
})
