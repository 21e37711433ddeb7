import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memorySnapshot } from '../../../changeset/memory.ts'
import { codeTree } from '../code-tree.ts'
import { reach } from '../reach.ts'
import { ruby } from './ecosystem.ts'

type Files = Readonly<Record<string, string>>

async function reached(files: Files): Promise<string[]> {
  const tree = await codeTree(ruby, memorySnapshot(files), AbortSignal.timeout(10_000))
  if (!tree) throw new Error('no tree')
  expect(tree.unread).toEqual([])
  const { graph, tests, loaded } = tree
  expect(tests.length).toBeGreaterThan(0)
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
    what: 'methods of constants, wherever they lie, and only what is called',
    files: {
      'app/models/bill.rb':
        'class Bill\n  def pay\n    net\n  end\n  def net\n    1\n  end\n  def drop\n    2\n  end\nend\n',
      'app/models/other.rb': 'class Other\n  def pay\n    1\n  end\nend\n',
      'spec/models/bill_spec.rb':
        'RSpec.describe Bill do\n  it "pays" do\n    expect(described_class.new.pay).to eq(1)\n  end\nend\n',
    },
    reaches: ['Bill', 'net', 'pay'],
  },
  {
    what: 'what templates speak, with whatever renders pages, and parts of pages by what they extend',
    files: {
      'app/controllers/bills_controller.rb':
        'class BillsController < ApplicationController\n  def index\n    @bills = Bill.all\n  end\nend\n',
      'app/models/bill.rb': 'class Bill\n  def net\n    1\n  end\n  def gone\n    2\n  end\nend\n',
      'app/views/bills/index.html.erb':
        '<% @bills.each do |bill| %>\n  <p><%= bill.net %></p>\n<% end %>\n<%# bill.gone %>\n',
      'app/views/bills/_one.html.haml': '%p= Money.of(bill)\n- if bill.open?\n  gone\n',
      'app/components/ui/chart.rb':
        'class UI::Chart < ApplicationComponent\n  def points\n    []\n  end\nend\n',
      'app/models/money.rb': 'class Money\n  def self.of(bill)\n    1\n  end\nend\n',
      'test/controllers/bills_controller_test.rb':
        'class BillsControllerTest < ActionDispatch::IntegrationTest\n  test "lists" do\n    get bills_path\n  end\nend\n',
    },
    reaches: [
      'Bill',
      'BillsController',
      'Chart',
      'Money',
      'index',
      'net',
      'of',
      'points',
      'template',
      'template',
    ],
  },
  {
    what: 'concerns, callbacks by symbols, and a class that is opened again',
    files: {
      'app/models/bill.rb':
        'class Bill < Base\n  include Paid\n  before_save :stamp\n  def stamp\n    1\n  end\n  def other\n    2\n  end\nend\n',
      'app/models/concerns/paid.rb': 'module Paid\n  def paid?\n    true\n  end\nend\n',
      'lib/bill_more.rb': 'class Bill\n  def more\n    3\n  end\nend\n',
      'test/bill_test.rb':
        'class BillTest < ActiveSupport::TestCase\n  def test_it\n    assert Bill.new.paid?\n    Bill.new.more\n  end\nend\n',
    },
    reaches: ['Bill', 'Bill', 'Paid', 'more', 'paid?', 'stamp'],
  },
  {
    what: 'controllers by paths and by helpers of routes, policies where somebody authorizes',
    files: {
      'app/controllers/invoices_controller.rb':
        'class InvoicesController\n  def index\n    authorize Bill\n  end\nend\n',
      'app/controllers/admin/users_controller.rb':
        'module Admin\n  class UsersController\n    def show\n    end\n  end\nend\n',
      'app/controllers/other_controller.rb': 'class OtherController\n  def index\n  end\nend\n',
      'app/policies/bill_policy.rb': 'class BillPolicy\n  def index?\n    true\n  end\nend\n',
      'spec/requests/x_spec.rb':
        'RSpec.describe "x" do\n  it "lists" do\n    get "/invoices"\n    get admin_user_path(1)\n  end\nend\n',
    },
    reaches: [
      'Admin',
      'BillPolicy',
      'InvoicesController',
      'UsersController',
      'index',
      'index?',
      'show',
    ].filter((name) => name !== 'Admin'),
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
    { numRuns: 10 },
  )
})

test('what is nested deeper than any person writes is unread', async () => {
  const read = await ruby.read('a.rb', `x = ${'('.repeat(3000)}1${')'.repeat(3000)}\n`)
  expect(read.kind).toBe('unread')
})
