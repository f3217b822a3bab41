import { create } from '@bufbuild/protobuf'
import { flushSync } from 'svelte'
import { afterEach, expect, it } from 'vitest'
import { positionSignals } from '../../src/api/positionSignals.svelte.ts'
import { PositionSignalsSchema } from '../../src/gen/autovalley/v1/fleet_pb.ts'

const VSS = { latitude: ['Vehicle.CurrentLocation.Latitude'], longitude: ['Vehicle.CurrentLocation.Longitude'], heading: ['Vehicle.CurrentLocation.Heading'], speed: ['Vehicle.Speed'] }

afterEach(() => {
  positionSignals.take(create(PositionSignalsSchema, VSS))
})

it('are VSS\'s until the server names others, and stay when an older server names none', () => {
  expect(positionSignals.of('latitude', 'speed')).toEqual(['Vehicle.CurrentLocation.Latitude', 'Vehicle.Speed'])
  positionSignals.take(create(PositionSignalsSchema, { ...VSS, latitude: ['gnss.lat', 'odometry.lat'] }))
  positionSignals.take(create(PositionSignalsSchema))
  positionSignals.take(undefined)
  expect(positionSignals.of('latitude')).toEqual(['gnss.lat', 'odometry.lat'])
})

it('are taken role by role, and tell who shows them when they change', () => {
  const shown: string[][] = []
  const end = $effect.root(() => {
    $effect(() => {
      shown.push(positionSignals.of('latitude', 'speed'))
    })
  })
  flushSync()
  for (const latitude of [['gnss.lat'], ['gnss.lat'], []]) {
    positionSignals.take(create(PositionSignalsSchema, { latitude }))
    flushSync()
  }
  end()
  expect(shown).toEqual([['Vehicle.CurrentLocation.Latitude', 'Vehicle.Speed'], ['gnss.lat', 'Vehicle.Speed']])
})

it('of several that a vehicle has the first counts', () => {
  positionSignals.take(create(PositionSignalsSchema, { ...VSS, latitude: ['gnss.lat', 'odometry.lat'] }))
  const find = (...has: string[]) => positionSignals.first('latitude', (name) => (has.includes(name) ? name : undefined))
  expect([find('odometry.lat', 'gnss.lat'), find('odometry.lat'), find('other')]).toEqual(['gnss.lat', 'odometry.lat', undefined])
})
