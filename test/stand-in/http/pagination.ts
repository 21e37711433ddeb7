import type { Answer, Call } from './router.ts'

/** One page of a list with GitHub's `link` header; `wrap` for lists inside an object. */
export function page<T>(
  call: Call,
  path: string,
  items: readonly T[],
  wrap: (items: T[]) => unknown = (list) => list,
): Answer {
  const size = Math.min(positive(call.query.get('per_page'), 30), 100)
  const number = positive(call.query.get('page'), 1)
  const last = Math.max(Math.ceil(items.length / size), 1)
  const link = (target: number, rel: string) => {
    const query = new URLSearchParams(call.query)
    query.set('page', String(target))
    return `<${call.world.apiUrl}${path}?${query.toString()}>; rel="${rel}"`
  }
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev')] : []),
    ...(number < last ? [link(number + 1, 'next'), link(last, 'last')] : []),
    ...(number > 1 ? [link(1, 'first')] : []),
  ]
  return {
    status: 200,
    body: wrap(items.slice((number - 1) * size, number * size)),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  }
}

function positive(text: string | null, otherwise: number): number {
  const number = Number(text)
  return Number.isInteger(number) && number > 0 ? number : otherwise
}
