import { notFound } from '../http/errors.ts'
import { route } from '../http/router.ts'
import type { Call, Route } from '../http/router.ts'
import type { Delivery } from '../state.ts'
import { found } from '../world.ts'

function own(call: Call): Delivery[] {
  if (call.actor.kind !== 'app') throw notFound()
  const { app } = call.actor
  return call.world.state.deliveries.filter((each) => each.app === app && each.status !== 'pending')
}

function itemShape(delivery: Delivery): Record<string, unknown> {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  }
}

export const deliveryRoutes: Route[] = [
  route('GET /app/hook/deliveries', { access: 'app' }, (call) => {
    // Newest first, by cursor instead of pages.
    const all = own(call).toSorted((a, b) => b.id - a.id)
    const size = Math.min(Number(call.query.get('per_page') ?? 30), 100)
    const cursor = call.query.get('cursor')
    const status = call.query.get('status')
    const rest = all
      .filter((each) => cursor === null || each.id <= Number(cursor))
      .filter((each) => status === null || (status === 'success') === (each.status === 'OK'))
    const next = rest[size]
    const query = new URLSearchParams(call.query)
    if (next) query.set('cursor', String(next.id))
    const link = `<${call.world.apiUrl}/app/hook/deliveries?${query.toString()}>; rel="next"`
    return { status: 200, body: rest.slice(0, size).map(itemShape), ...(next ? { headers: { link } } : {}) }
  }),

  route('GET /app/hook/deliveries/{delivery_id}', { access: 'app' }, (call) => {
    const delivery = found(own(call).find((each) => each.id === Number(call.params['delivery_id'])))
    const request = { headers: delivery.requestHeaders, payload: delivery.payload }
    const response = { headers: delivery.responseHeaders, payload: delivery.responseBody }
    return {
      status: 200,
      body: { ...itemShape(delivery), url: delivery.app.webhookUrl ?? '', request, response },
    }
  }),

  route('POST /app/hook/deliveries/{delivery_id}/attempts', { access: 'app' }, (call) => {
    const delivery = found(own(call).find((each) => each.id === Number(call.params['delivery_id'])))
    call.world.webhooks.redeliver(delivery)
    return { status: 202, body: {} }
  }),
]
