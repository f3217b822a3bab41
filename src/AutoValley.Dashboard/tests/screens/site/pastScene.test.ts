import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { SiteVisitSchema, ZoneState } from '../../../src/gen/autovalley/v1/site_pb.ts'
import { placeOf } from '../../../src/map/mercator.ts'
import { SiteMap, type MapZone } from '../../../src/map/siteMap.ts'
import { pastVehicles } from '../../../src/screens/site/pastScene.ts'
import { ReplayWindow } from '../../../src/screens/site/replayWindow.ts'
import { hasPlace } from '../../../src/screens/site/scene.ts'
import { zoneRows } from '../../../src/screens/site/zones.ts'

const MS = 1_000_000n
const ring = [placeOf(0, 0), placeOf(0, 10), placeOf(10, 10), placeOf(10, 0)]
const zone = (name: string): MapZone => ({
  name, kind: 'pad', parent: '', capacity: 1, speedLimit: undefined, exclusive: false, vehicleKinds: [], area: 1, rings: [ring], polygons: [[ring]], label: undefined,
})
const map = new SiteMap(1, 'map', [], [zone('Pad')], [])
const visit = (vehicle: string, enter: bigint, last: bigint, leave?: bigint) =>
  create(SiteVisitSchema, { vehicle, zone: 'Pad', enterTime: enter * MS, lastTime: last * MS, ...(leave === undefined ? {} : { leaveTime: leave * MS }) })
const silentAt = (latitude: number) => new Map([['a/1', { time: 1_000, latitude, longitude: 5, heading: undefined }]])
const past = (before: ReturnType<typeof silentAt>, visits: ReturnType<typeof visit>[]) => pastVehicles(new ReplayWindow(60_000, 250, 4, new Map(), visits, before), 60_500, map)

describe('a vehicle that was silent', () => {
  it('is in the zone of its visit without an end, and silent', () => {
    const one = past(silentAt(5), [visit('a/1', 500n, 1_000n)]).get('a/1')
    expect([one?.staleSince, one?.zones.map(({ zone: name, state }) => [name, state])]).toEqual([1_000n * MS, [['Pad', ZoneState.IN]]])
  })

  it('whose visits ended is perhaps in the zones around its last place, and only there', () => {
    expect(past(silentAt(5), []).get('a/1')?.zones.map((one) => one.state)).toEqual([ZoneState.UNCERTAIN])
    expect(past(silentAt(50), []).get('a/1')?.zones).toEqual([])
  })

  it('without any place is in its zone all the same, so that the zone is not empty', () => {
    const vehicles = past(new Map(), [visit('b/1', 500n, 900n), visit('b/2', 500n, 900n, 900n)])
    const [row] = zoneRows(map, vehicles.values(), new Map(), [], 60_500n * MS, true)
    expect([[...vehicles.keys()], row?.count, row?.occupants[0]?.stale]).toEqual([['b/1'], 1, true])
    expect([...vehicles.values()].map(hasPlace)).toEqual([false])
  })
})
