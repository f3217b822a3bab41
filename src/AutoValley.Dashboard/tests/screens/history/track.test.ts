import { create } from '@bufbuild/protobuf'
import { describe, expect, it, vi } from 'vitest'
import { AggregateResponseSchema, type AggregateResponse } from '../../../src/gen/autovalley/v1/query_pb.ts'
import { placeOf, View } from '../../../src/map/mercator.ts'
import { bareMapOf } from '../../../src/screens/history/bareMap.ts'
import { rampAt } from '../../../src/screens/history/ramp.ts'
import { bucketOf, placeAt, tracksOf, valuesOf, type Track } from '../../../src/screens/history/track.ts'
import { TrackLayer } from '../../../src/screens/history/trackLayer.ts'

const SECOND = 1_000_000_000n
const [LATITUDE, LONGITUDE] = ['Vehicle.CurrentLocation.Latitude', 'Vehicle.CurrentLocation.Longitude'] as const

/** Buckets as [second, value]. */
function answer(signal: string, buckets: readonly (readonly [number, number])[], vehicle = 'a/b'): AggregateResponse {
  return create(AggregateResponseSchema, {
    vehicle, signal, starts: buckets.map(([second]) => BigInt(second) * SECOND), columns: [{ values: buckets.map(([, value]) => value) }],
  })
}

const LINE = [answer(LATITUDE, [[1, 42.1], [2, 42.2], [3, 42.3], [60, 42.4]]), answer(LONGITUDE, [[1, -83.1], [2, -83.2], [3, -83.3], [60, -83.4]])]

function track(values: readonly (readonly [number, number])[]): Track {
  const [made] = tracksOf([...LINE, answer('S', values)], 'S', SECOND)
  if (!made) throw new Error('no track')
  return made
}

describe('track', () => {
  it('tracksOf_Buckets_JoinsPlacesAndValuesAndBreaksAtGaps', () => {
    const made = track([[1, 10], [3, 30]])
    expect(made.times).toEqual([1, 2, 3, 60])
    expect(made.places[0]).toEqual(placeOf(42.1, -83.1))
    // A value holds for three buckets.
    expect(made.values).toEqual([10, 10, 30, NaN])
    expect(made.breaks).toEqual([true, false, false, true])
  })

  it('tracksOf_ValuesBeforeTheFirst_AreUnknown', () => {
    expect(track([[2, 5]]).values).toEqual([NaN, 5, 5, NaN])
  })

  it('tracksOf_LatitudeWithoutLongitude_IsNoPlace', () => {
    expect(tracksOf([answer(LATITUDE, [[1, 42], [2, 42]]), answer(LONGITUDE, [[2, -83], [3, -83]])], 'S', SECOND)[0]?.times).toEqual([2])
    expect(tracksOf([answer('S', [[1, 1]])], 'S', SECOND)).toEqual([])
  })

  it('tracksOf_ColouredByLatitude_HasItsValues', () => {
    expect(tracksOf(LINE, LATITUDE, SECOND)[0]?.values[0]).toBe(42.1)
  })

  it('bucketOf_Span_IsAsFineAsVehiclesTellAndNoFiner', () => {
    expect(bucketOf({ from: 0n, to: SECOND })).toBe(100_000_000n)
    expect(bucketOf({ from: 0n, to: 86_400n * SECOND })).toBe(72n * SECOND)
  })

  it('valuesOf_NotANumber_IsLeftOut', () => {
    expect(valuesOf([track([[1, 4], [2, 9]])])).toEqual([4, 9])
    expect(valuesOf([track([[1, NaN]])])).toBeUndefined()
  })

  it('placeAt_Gap_IsNowhere', () => {
    const made = track([])
    expect([0, 2.5, 30, 60, 99].map((time) => placeAt(made, time))).toEqual([-1, 1, -1, 3, -1])
  })

  it('placeAt_LastOfLongBuckets_HoldsAsLongAsTheyJoin', () => {
    const [made] = tracksOf([answer(LATITUDE, [[0, 42], [60, 42.1]]), answer(LONGITUDE, [[0, -83], [60, -83.1]])], 'S', 60n * SECOND)
    if (!made) throw new Error('no track')
    expect(made.held).toBe(180)
    expect([60, 119, 240, 241].map((time) => placeAt(made, time))).toEqual([1, 1, 1, -1])
  })

  it('bareMapOf_NoMapOfTheSite_IsAsLargeAsTheTracksAndStaysWhileOneIsOnIt', () => {
    expect(bareMapOf([], undefined)).toBeUndefined()
    const map = bareMapOf([track([])], undefined)
    const [west, east] = [placeOf(42.1, -83.4), placeOf(42.4, -83.1)]
    expect(map?.box).toEqual({ west: west.x, south: west.y, east: east.x, north: east.y })
    expect([bareMapOf([], map), bareMapOf([track([])], map)]).toEqual([map, map])
    const [far] = tracksOf([answer(LATITUDE, [[1, 31]]), answer(LONGITUDE, [[1, 121]])], 'S', SECOND)
    expect(far && bareMapOf([far], map)?.box?.west).toBe(placeOf(31, 121).x)
  })

  it('timeAt_NearATrack_IsTheTimeOfItsPlace', () => {
    const layer = new TrackLayer({ text: '#000', halo: '#fff', unknown: '#888' })
    layer.changed = vi.fn()
    layer.show([track([])])
    expect(layer.changed).toHaveBeenCalledTimes(1)
    const [view, place] = [new View(placeOf(42.2, -83.2), 12, 800, 600), placeOf(42.2, -83.2)]
    expect(layer.timeAt(view.x(place.x) + 3, view.y(place.y), view)).toBe(2)
    expect(layer.timeAt(0, 0, view)).toBeUndefined()
  })

  it('rampAt_More_IsLighter', () => {
    const light = (share: number) => (rampAt(share).match(/\d+/g) ?? []).reduce((sum, part, index) => sum + Number(part) * ([0.3, 0.59, 0.11][index] ?? 0), 0)
    const all = Array.from({ length: 11 }, (_, index) => light(index / 10))
    expect(all).toEqual([...all].sort((one, other) => one - other))
    expect(rampAt(-1)).toBe(rampAt(0))
  })
})
