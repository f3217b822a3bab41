import type { GetStatusResponse } from '../../gen/autovalley/v1/fleet_pb.ts'

/** Counts of the server at a time by the page's clock. */
interface Reading {
  readonly atMillis: number
  readonly startTime: bigint
  readonly samples: bigint
  readonly batches: bigint
}

export interface Rate {
  readonly atMillis: number
  readonly samplesPerSecond: number
  readonly batchesPerSecond: number
}

/** Rates of the server out of its counts, over the last ten minutes of readings. */
export class Rates {
  static readonly keptMillis = 600_000

  #before: Reading | undefined
  #rates: readonly Rate[] = []

  /** Oldest first. */
  get all(): readonly Rate[] {
    return this.#rates
  }

  take(status: GetStatusResponse, atMillis: number): void {
    const reading = { atMillis, startTime: status.startTime, samples: status.samplesAccepted, batches: status.batchesAccepted }
    const before = this.#before
    this.#before = reading
    // A server that started anew counts from 0 again.
    if (before?.startTime !== reading.startTime || atMillis <= before.atMillis) return
    const seconds = (atMillis - before.atMillis) / 1_000
    const rate = {
      atMillis,
      samplesPerSecond: Number(reading.samples - before.samples) / seconds,
      batchesPerSecond: Number(reading.batches - before.batches) / seconds,
    }
    this.#rates = [...this.#rates.filter((one) => one.atMillis > atMillis - Rates.keptMillis), rate]
  }
}
