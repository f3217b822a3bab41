import { create } from '@bufbuild/protobuf'
import { SignalSchema, VehicleSchema, type Signal, type Vehicle } from '../../../src/gen/autovalley/v1/fleet_pb.ts'
import { SignalType } from '../../../src/gen/autovalley/v1/telemetry_pb.ts'

export function signal(name: string, unit = '', type = SignalType.DOUBLE): Signal {
  return create(SignalSchema, { name, unit, type })
}

export function vehicle(name: string, lastEventTime = 0n): Vehicle {
  return create(VehicleSchema, { name, lastEventTime })
}
