import { expect, test } from 'vitest'
import { routesIn } from '../testing.ts'

test('resources, namespaces, scopes, concerns, shallow nesting and drawn files', async () => {
  const routes = await routesIn({
    'config/routes.rb': `Rails.application.routes.draw do
  concern :commentable do
    resources :comments, only: :index
  end
  namespace :api, defaults: { format: :json } do
    resources :users, only: [:index, :update], concerns: :commentable do
      member { post :ban }
      get 'x', on: :collection, to: 'a#b'
      resource :avatar, only: :show
      resources :notes, only: %i[index show], shallow: true
    end
  end
  get '/y/:id(.:format)' => 'a#b'
  match 'z', via: [:get, :post], to: 'q#w'
  scope '/v1', module: 'v1' do
    resources :a, :b, only: %i[index]
    draw(:admin)
  end
  root 'x#y'
  scope '(:locale)' do
    get 'l', to: 'x#l'
  end
  resource :profile, only: :edit
end`,
    'config/routes/admin.rb': `namespace :admin do
  get 'p', to: 'x#y'
end`,
  })
  expect(routes).toEqual([
    'GET / x#y config/routes.rb:19',
    'GET /api/notes/{id} notes#show config/routes.rb:10',
    'GET /api/users users#index config/routes.rb:6',
    'GET /api/users/x a#b config/routes.rb:8',
    'GET /api/users/{user_id}/avatar avatar#show config/routes.rb:9',
    'GET /api/users/{user_id}/comments comments#index config/routes.rb:3',
    'GET /api/users/{user_id}/notes notes#index config/routes.rb:10',
    'GET /l x#l config/routes.rb:21',
    'GET /profile/edit (hidden) profile#edit config/routes.rb:23',
    'GET /v1/a a#index config/routes.rb:16',
    'GET /v1/admin/p x#y config/routes/admin.rb:2',
    'GET /v1/b b#index config/routes.rb:16',
    'GET /y/{id} a#b config/routes.rb:13',
    'GET /z q#w config/routes.rb:14',
    'PATCH /api/users/{id} users#update config/routes.rb:6',
    'POST /api/users/{id}/ban config/routes.rb:7',
    'POST /z q#w config/routes.rb:14',
    'PUT /api/users/{id} users#update config/routes.rb:6',
  ])
})
