import { create } from '@bufbuild/protobuf'
import { expect, it } from 'vitest'
import { GetStatusResponseSchema } from '../../../src/gen/autovalley/v1/fleet_pb.ts'
import { Rates } from '../../../src/screens/system/rates.ts'

function status(startTime: bigint, samplesAccepted: bigint, batchesAccepted = 0n) {
  return create(GetStatusResponseSchema, { startTime, samplesAccepted, batchesAccepted })
}

it('rates are differences of counts, and begin anew with the server', () => {
  const rates = new Rates()
  rates.take(status(1n, 1_000n, 10n), 0)
  expect(rates.all).toEqual([])
  rates.take(status(1n, 4_000n, 30n), 2_000)
  expect(rates.all).toEqual([{ atMillis: 2_000, samplesPerSecond: 1_500, batchesPerSecond: 10 }])
  rates.take(status(2n, 5n), 3_000)
  expect(rates.all.length).toBe(1)
  rates.take(status(2n, 105n), 4_000)
  expect(rates.all.at(-1)?.samplesPerSecond).toBe(100)
})

it('rates older than ten minutes go', () => {
  const rates = new Rates()
  for (let second = 0; second <= 700; second++) rates.take(status(1n, BigInt(second)), second * 1_000)
  expect(rates.all.length).toBe(600)
})
