import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { RunSchema } from '../../../src/gen/autovalley/v1/run_pb.ts'
import { lengthOf, matches, nameProblem } from '../../../src/screens/runs/filter.ts'

const RUN = create(RunSchema, { name: 'Brake-7', vehicles: ['a/b'], description: 'wet asphalt', startTime: 10n, stopTime: 30n })
const OPEN = create(RunSchema, { name: 'open', vehicles: ['a/b'], startTime: 10n })
const ALL = { text: '', vehicle: '', openOnly: false }

describe('runs', () => {
  it('matches_Words_AreFoundInNameVehiclesAndDescription', () => {
    expect(matches(RUN, { ...ALL, text: 'brake WET' })).toBe(true)
    expect(matches(RUN, { ...ALL, text: 'a/b' })).toBe(true)
    expect(matches(RUN, { ...ALL, text: 'brake dry' })).toBe(false)
  })

  it('matches_VehicleAndOpen_AreExact', () => {
    expect([matches(RUN, { ...ALL, vehicle: 'a/b' }), matches(RUN, { ...ALL, vehicle: 'a' })]).toEqual([true, false])
    expect([matches(RUN, { ...ALL, openOnly: true }), matches(OPEN, { ...ALL, openOnly: true })]).toEqual([false, true])
  })

  it.each([['', 'wrong'], ['a b', 'wrong'], ['x'.repeat(129), 'wrong'], ['Brake-7', 'taken'], ['Brake-8', undefined]])('nameProblem_%s_Is%s', (name, problem) => {
    expect(nameProblem(name, [RUN])).toBe(problem)
  })

  it('lengthOf_OpenRun_LastsUntilNow', () => {
    expect([lengthOf(RUN, 99n), lengthOf(OPEN, 99n), lengthOf(OPEN, 1n)]).toEqual([20n, 89n, 0n])
  })
})
