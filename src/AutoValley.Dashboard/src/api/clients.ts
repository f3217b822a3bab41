import { createClient } from '@connectrpc/connect'
import { createGrpcWebTransport } from '@connectrpc/connect-web'
import { AgentService } from '../gen/autovalley/v1/agent_pb.ts'
import { FleetService } from '../gen/autovalley/v1/fleet_pb.ts'
import { IngestService } from '../gen/autovalley/v1/ingest_pb.ts'
import { LiveService } from '../gen/autovalley/v1/live_pb.ts'
import { QueryService } from '../gen/autovalley/v1/query_pb.ts'
import { RunService } from '../gen/autovalley/v1/run_pb.ts'
import { SiteService } from '../gen/autovalley/v1/site_pb.ts'
import { StoreService } from '../gen/autovalley/v1/store_pb.ts'

/** The server that gave the page; nothing else is ever asked. */
const transport = createGrpcWebTransport({ baseUrl: globalThis.location.origin })

export const agents = createClient(AgentService, transport)
export const fleet = createClient(FleetService, transport)
export const ingest = createClient(IngestService, transport)
export const live = createClient(LiveService, transport)
export const query = createClient(QueryService, transport)
export const runs = createClient(RunService, transport)
export const site = createClient(SiteService, transport)
export const store = createClient(StoreService, transport)
