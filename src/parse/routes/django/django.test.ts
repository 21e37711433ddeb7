import { expect, test } from 'vitest'
import { routesIn } from '../testing.ts'
import { plainPattern } from './pattern.ts'

test('included URL configurations, routers of the REST framework and their actions', async () => {
  const routes = await routesIn({
    'project/urls.py': `from django.urls import include, path
from rest_framework import routers
from users.views import UserViewSet
from shop import urls as shop_urls
router = routers.DefaultRouter()
router.register(r'users', UserViewSet, basename='user')
urlpatterns = [
    path('api/', include(router.urls)),
    path('blog/', include('blog.urls')),
    path('shop/', include(shop_urls)),
    path('nested/', include([path('in/<int:pk>/', views.nested)])),
    re_path(r'^old/(?P<slug>[\\w-]+)/$', views.Old.as_view()),
]
`,
    'blog/urls.py': `urlpatterns = [path('', views.index), path('<slug:name>/', views.show)]`,
    'shop/urls.py': `app_name = 'shop'
urlpatterns = [path('cart', views.cart)]`,
    'users/views.py': `from rest_framework.decorators import action
class UserViewSet(viewsets.ModelViewSet):
    @action(detail=True, methods=['post'], url_path='set-password')
    def set_password(self, request, pk): pass
    @action(detail=False)
    def recent(self, request): pass
`,
  })
  expect(routes).toEqual([
    'ANY …/api/users UserViewSet project/urls.py:6',
    'ANY …/api/users/{id} UserViewSet project/urls.py:6',
    'ANY …/blog views.index blog/urls.py:1',
    'ANY …/blog/{name} views.show blog/urls.py:1',
    'ANY …/nested/in/{pk} views.nested project/urls.py:11',
    'ANY …/old/{slug} views.Old project/urls.py:12',
    'ANY …/shop/cart views.cart shop/urls.py:2',
    'GET …/api/users/recent recent users/views.py:5',
    'POST …/api/users/{id}/set-password set_password users/views.py:3',
  ])
})

test.each([
  [String.raw`^users/(?P<id>\d+)/$`, 'users/{id}/'],
  [String.raw`^files/(?P<name>[^/()]+)\.json$`, 'files/{name}.json'],
  ['^a/(?:b/)?c/?$', 'a/c/'],
  ['^open/(', 'open/{parameter}'],
])('%s is %s', (pattern, path) => {
  expect(plainPattern(pattern)).toBe(path)
})
