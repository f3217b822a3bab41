import { create } from '@bufbuild/protobuf'
import { beforeEach, describe, expect, it } from 'vitest'
import { VehicleOccupancySchema, WatchOccupancyResponseSchema, ZoneState, type VehicleOccupancy } from '../../../src/gen/autovalley/v1/site_pb.ts'
import { placeOf } from '../../../src/map/mercator.ts'
import { SiteMap, type MapZone } from '../../../src/map/siteMap.ts'
import { OccupancyView } from '../../../src/screens/site/occupancy.ts'
import { isOld, lookOf } from '../../../src/screens/site/scene.ts'
import { USUAL_SIZE } from '../../../src/map/vehicleShape.ts'
import { fillsOf, loadOf, matchesZone, notesOf, zoneRows } from '../../../src/screens/site/zones.ts'

const S = 1_000_000_000n
const vehicle = (name: string, zones: [string, boolean][] = [], more: Partial<VehicleOccupancy> = {}) =>
  create(VehicleOccupancySchema, { vehicle: name, zones: zones.map(([zone, sure]) => ({ zone, state: sure ? ZoneState.IN : ZoneState.UNCERTAIN, since: S })), ...(more as object) })
const snapshot = (version: bigint, names: string[], more = false) =>
  create(WatchOccupancyResponseSchema, { version, response: { case: 'snapshot', value: { mapVersion: 3, more, vehicles: names.map((name) => vehicle(name)) } } })
const changes = (version: bigint, sinceVersion: bigint, names: string[], gone: string[] = []) =>
  create(WatchOccupancyResponseSchema, { version, response: { case: 'changes', value: { sinceVersion, gone, vehicles: names.map((name) => vehicle(name)) } } })
const heartbeat = (version: bigint) => create(WatchOccupancyResponseSchema, { version, lagNanos: 7n, response: { case: 'heartbeat', value: {} } })

describe('who is where', () => {
  let view: OccupancyView
  beforeEach(() => {
    view = new OccupancyView()
    view.take(snapshot(5n, ['a/1', 'a/2']))
  })

  it('is a snapshot and the changes after it', () => {
    expect(view.mapVersion).toBe(3)
    expect(view.take(changes(9n, 5n, ['b/1'], ['a/1'])).kind).toBe('changes')
    expect([...view.vehicles.keys()]).toEqual(['a/2', 'b/1'])
    expect(view.take(heartbeat(9n)).kind).toBe('heartbeat')
    expect(view.lagNanos).toBe(7n)
  })

  it('has a gap where changes do not follow what is there, and keeps what was there', () => {
    expect(view.take(changes(9n, 6n, ['b/1'])).kind).toBe('gap')
    expect([...view.vehicles.keys()]).toEqual(['a/1', 'a/2'])
  })

  it('has a gap where a heartbeat has another version', () => expect(view.take(heartbeat(6n)).kind).toBe('gap'))

  it('has a gap where changes come before a snapshot', () => expect(new OccupancyView().take(changes(1n, 0n, [])).kind).toBe('gap'))

  it('takes a snapshot in parts, all at once when it is whole', () => {
    expect(view.take(snapshot(8n, ['c/1'], true)).kind).toBe('part')
    expect([...view.vehicles.keys()]).toEqual(['a/1', 'a/2'])
    expect(view.take(snapshot(8n, ['c/2'])).kind).toBe('snapshot')
    expect([...view.vehicles.keys()]).toEqual(['c/1', 'c/2'])
    expect(view.take(changes(9n, 8n, [])).kind).toBe('changes')
  })

  it('forgets the parts of a snapshot that was cut', () => {
    view.take(snapshot(8n, ['c/1'], true))
    view.begin()
    view.take(snapshot(9n, ['d/1']))
    expect([...view.vehicles.keys()]).toEqual(['d/1'])
  })
})

describe('zones', () => {
  const zone = (name: string, parent = '', capacity?: number): MapZone => ({
    name, parent, capacity, kind: 'track', speedLimit: undefined, exclusive: false, vehicleKinds: [], area: 1, rings: [], polygons: [], label: undefined,
  })
  const map = new SiteMap(1, 'ground', [[placeOf(0, 0)]], [zone('Oval', '', 2), zone('North', 'Oval', 1), zone('Pad')], [])
  const booking = { $typeName: 'autovalley.v1.Booking' as const, id: 1n, organisation: 'a', zones: ['Oval'], fromTime: 0n, toTime: 9n * S, vehicles: [], exclusive: false, purpose: '' }

  it('say who is in, surely or perhaps, how many may be, and who booked them or what they are part of', () => {
    const there = [vehicle('a/1', [['Oval', true], ['North', true]]), vehicle('b/1', [['Oval', false], ['North', false]], { staleSince: 2n * S })]
    const rows = zoneRows(map, there, new Map(), [booking], 3n * S, true)
    expect(rows.map((row) => [row.zone.name, row.count, row.over, row.bookings.length])).toEqual([['North', 2, true, 1], ['Oval', 2, false, 1], ['Pad', 0, false, 0]])
    expect(rows[0]?.occupants.map((one) => [one.vehicle, one.sure, one.stale])).toEqual([['a/1', true, false], ['b/1', false, true]])
    expect(notesOf(rows)).toEqual(new Map([['North', '2 / 1'], ['Oval', '2 / 2']]))
    expect(zoneRows(map, [], new Map(), [booking], 9n * S, true).flatMap((row) => row.bookings)).toEqual([])
  })

  it('count those that a view does not show', () => {
    const others = new Map([['Pad', { $typeName: 'autovalley.v1.ZoneOthers' as const, zone: 'Pad', vehicles: 2, uncertain: 1 }]])
    expect(zoneRows(map, [], others, [], 0n, true)[0]).toMatchObject({ others: 2, othersUncertain: 1, count: 2 })
  })

  it('tell no number where others are not known', () => {
    const rows = zoneRows(map, [vehicle('a/1', [['North', true]])], new Map(), [], 0n, false)
    expect([rows[0]?.count, rows.map(loadOf), notesOf(rows)]).toEqual([1, rows.map(() => '–'), new Map()])
  })

  it('have the colour of their load: the smallest that a vehicle is in, and those that hold too many', () => {
    const colours = { 'zone-occupied': 'blue', 'zone-full': 'red' } as never
    const one = [vehicle('a/1', [['Oval', true], ['North', true]])]
    expect(fillsOf(zoneRows(map, one, new Map(), [], 0n, true), one, map, colours)).toEqual(new Map([['North', 'blue']]))
    const two = [...one, vehicle('a/2', [['North', true]])]
    expect(fillsOf(zoneRows(map, two, new Map(), [], 0n, true), two, map, colours).get('North')).toBe('red')
  })

  it('are found by name, vehicle and who booked', () => {
    const rows = zoneRows(map, [vehicle('bravo/1', [['Pad', true]])], new Map(), [{ ...booking, organisation: 'alpha' }], 1n, true)
    const found = (search: string) => rows.filter((row) => matchesZone(row, search)).map((row) => row.zone.name)
    expect([found('pad'), found('BRAVO'), found('alpha'), found('nothing')]).toEqual([['Pad'], ['Pad'], ['North', 'Oval'], []])
  })
})

describe('a vehicle', () => {
  const scene = { vehicles: new Map(), others: new Map(), at: 10n * S, live: true, past: false, known: true, othersKnown: true }
  const look = (more: Partial<VehicleOccupancy>, live = true) => lookOf(vehicle('a/1', [], { receiveTime: 10n * S, ...more }), { ...scene, live }, USUAL_SIZE, false, false)

  it('that reports is live, and says no age', () => expect(look({})).toMatchObject({ stale: false, note: '', uncertain: false }))
  it('without a report for two seconds is grey, with its age', () => expect(look({ receiveTime: 7n * S })).toMatchObject({ stale: true, note: '3 s' }))
  it('that fell silent is grey', () => expect(isOld(vehicle('a/1', [], { receiveTime: 10n * S, staleSince: 9n * S }), 10n * S)).toBe(true))
  it('on a display that is not live is grey', () => expect(look({}, false).stale).toBe(true))
  it('whose place or clock is bad is uncertain', () => {
    expect([look({ accuracyBad: true }).uncertain, look({ clockBad: true }).uncertain, look({ clockBad: true }).clockBad]).toEqual([true, true, true])
  })
})
