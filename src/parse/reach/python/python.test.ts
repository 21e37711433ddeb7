import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memorySnapshot } from '../../../changeset/memory.ts'
import { codeTree } from '../code-tree.ts'
import { reach } from '../reach.ts'
import { python } from './ecosystem.ts'

type Files = Readonly<Record<string, string>>

async function reached(files: Files): Promise<string[]> {
  const tree = await codeTree(python, memorySnapshot(files), AbortSignal.timeout(10_000))
  if (!tree) throw new Error('no tree')
  expect(tree.unread).toEqual([])
  const { graph, tests, loaded } = tree
  const found = reach(graph, { tests, loaded })
  const names = [...graph.files()].flatMap((path) => {
    const file = graph.file(path)
    if (!file || tests.includes(path)) return []
    return file.facts.units.flatMap(({ name }, index) =>
      index > 0 && name !== '' && found.has(file.first + index) ? [name] : [],
    )
  })
  return names.toSorted()
}

const CASES: readonly { what: string; files: Files; reaches: string[] }[] = [
  {
    what: 'only what is called, by module and by name',
    files: {
      'app/pay.py': 'def pay(a):\n    return net(a)\ndef net(a):\n    return a\ndef other():\n    pass\n',
      'app/mail.py': 'def send():\n    pass\ndef drop():\n    pass\n',
      'tests/test_pay.py':
        'from app.pay import pay\nfrom app import mail\ndef test_pay():\n    pay(1)\n    mail.send()\n',
    },
    reaches: ['net', 'pay', 'send'],
  },
  {
    what: 'through packages that hand names on',
    files: {
      'src/shop/__init__.py': 'from .pay import pay as charge\nfrom .more import *\n',
      'src/shop/pay.py': 'def pay(): pass\ndef other(): pass\n',
      'src/shop/more.py': 'def more(): pass\n',
      'tests/test_it.py': 'import shop\ndef test_it():\n    shop.charge()\n    shop.more()\n',
    },
    reaches: ['more', 'pay'],
  },
  {
    what: 'methods of classes that live, and of those that they extend',
    files: {
      'a.py':
        'class Base:\n    def net(self): pass\n    def gross(self): pass\nclass A(Base):\n    def pay(self):\n        return self.net()\nclass B:\n    def pay(self): pass\n',
      'test_a.py': 'from a import A\ndef test_a():\n    A().pay()\n',
    },
    reaches: ['A', 'Base', 'net', 'pay'],
  },
  {
    what: 'through fixtures, of the folder and of those above',
    files: {
      'app.py': 'def one(): pass\ndef two(): pass\ndef three(): pass\n',
      'conftest.py':
        'import pytest\nimport app\n@pytest.fixture\ndef first():\n    return app.one()\n@pytest.fixture\ndef unused():\n    return app.three()\n',
      'tests/conftest.py':
        'import pytest\nfrom app import two\n@pytest.fixture\ndef second(first):\n    return two()\n',
      'tests/deep/test_x.py': 'def test_x(second):\n    assert second\n',
    },
    reaches: ['first', 'one', 'second', 'two'],
  },
  {
    what: 'routes by their paths and names',
    files: {
      'app/views.py':
        'def invoices(request):\n    return charge()\ndef other(request): pass\ndef named(request): pass\ndef charge(): pass\n',
      'app/urls.py':
        "from django.urls import path\nfrom . import views\nurlpatterns = [path('api/invoices/<int:id>/', views.invoices), path('other/', views.other), path('x/', views.named, name='named')]\n",
      'app/tests.py':
        "from django.test import TestCase\nfrom django.urls import reverse\nclass T(TestCase):\n    def test_it(self):\n        self.client.get('/api/invoices/7/')\n        self.client.get(reverse('app:named'))\n",
    },
    reaches: ['charge', 'invoices', 'named'],
  },
  {
    what: 'routes by decorators, and what a decorator only wraps is not reached by it',
    files: {
      'main.py':
        "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/items/{id}')\ndef item(id): pass\n@app.post('/orders')\ndef order(): pass\n@functools.lru_cache(maxsize=1)\ndef cached(): pass\n@registry.listen\ndef listener(): pass\n",
      'test_main.py':
        "from fastapi.testclient import TestClient\nfrom main import app\ndef test_item():\n    TestClient(app).get('/items/1')\n",
    },
    reaches: ['item', 'listener'],
  },
  {
    what: 'names in texts, and commands',
    files: {
      'app/tasks.py': 'def pay(): pass\ndef other(): pass\n',
      'app/management/commands/rebuild.py':
        'from django.core.management.base import BaseCommand\nclass Command(BaseCommand):\n    def handle(self, *args): pass\n',
      'app/test_x.py': "def test_x(app):\n    app.send_task('app.tasks.pay')\n    call_command('rebuild')\n",
    },
    reaches: ['Command', 'handle', 'pay'],
  },
  {
    what: 'what Django finds and calls by itself, and names of routes under names of others',
    files: {
      'shop/views.py': 'from django.views import View\nclass Pay(View):\n    def post(self, request): pass\n',
      'shop/admin.py':
        "from django.contrib import admin\nfrom .models import Order\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = ('net',)\n    def net(self, order): pass\n",
      'shop/urls.py':
        "from django.urls import re_path\nfrom . import views\nurlpatterns = [re_path(r'^(?P<id>\\d+)/$', views.Pay.as_view(), name='shop.pay')]\n",
      'shop/tests/test_pay.py':
        "from django.urls import reverse\nfrom shop import admin\ndef test_pay(client):\n    client.post(reverse('shop.pay', args=[1]))\n    post().quote_all()\n",
    },
    reaches: ['OrderAdmin', 'Pay', 'net', 'post'],
  },
  {
    what: 'routes by the last part of an address that a helper of the tests completes',
    files: {
      'app/routes.py':
        "router = APIRouter()\n@router.post('/shops/{id}/change-status')\ndef change(): pass\n@router.post('/shops/{id}/close')\ndef close(): pass\n",
      'test_routes.py': "from app import routes\ndef test_it():\n    send('POST', 'change-status')\n",
    },
    reaches: ['change'],
  },
]

test.each(CASES)('reaches $what', async ({ files, reaches }) => {
  expect(await reached(files)).toEqual(reaches)
})

test('the order of files is no matter', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...CASES),
      fc.infiniteStream(fc.nat()),
      async ({ files, reaches }, numbers) => {
        const order = Object.keys(files)
          .map((path) => [numbers.next().value as number, path] as const)
          .toSorted((a, b) => a[0] - b[0])
        expect(await reached(Object.fromEntries(order.map(([, path]) => [path, files[path] ?? ''])))).toEqual(
          reaches,
        )
      },
    ),
    { numRuns: 20 },
  )
})

test('what is nested deeper than any person writes is unread', async () => {
  const read = await python.read('a.py', `x = ${'('.repeat(3000)}1${')'.repeat(3000)}\n`)
  expect(read.kind).toBe('unread')
})
