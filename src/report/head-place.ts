import type { Finding, Location } from '../model/index.ts'

/**
 * Where a finding stands for those who know lines of the head alone: what was removed stands where the head explains it,
 * or else at its file, without a line.
 */
export function headPlace({ location, relatedLocations = [] }: Finding): Location {
  if (location.side === 'head') return location
  const here = relatedLocations.find(({ side, path }) => side === 'head' && path === location.path)
  return here ?? { side: 'head', path: location.path }
}
