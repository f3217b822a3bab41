// One load of LoadService (../Grpc/load.proto), from a client of @grpc/grpc-js: client.js PORT stream|unary SIZE PARALLEL EACH. Tells its seconds and, of calls, latencies
// in µs on standard output. Responses are counted, not decoded.
import grpc from '@grpc/grpc-js'

const [port, kind, size, parallel, each] = [process.argv[2], process.argv[3], ...process.argv.slice(4).map(Number)]
const varint = value => {
  const bytes = []
  for (; value > 127; value = Math.floor(value / 128)) bytes.push(value % 128 | 0x80)
  return [...bytes, value]
}
const request = count => Buffer.from([0x08, ...varint(size), 0x10, ...varint(count)])
const raw = bytes => bytes
const path = name => `/autovalley.benchmarks.LoadService/${name}`
const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
  'grpc.max_receive_message_length': -1, 'grpc-node.flow_control_window': 8 << 20
})
const check = bytes => {
  if (bytes.length < size) throw new Error(`${bytes.length} B instead of ${size}`)
}

const stream = () => new Promise((resolve, reject) => {
  let left = each
  const call = client.makeServerStreamRequest(path('Stream'), raw, raw, request(each))
  call.on('data', bytes => {
    check(bytes)
    left--
  })
  call.on('error', reject)
  call.on('end', () => left === 0 ? resolve() : reject(new Error(`${left} messages are missing`)))
})

const unary = () => new Promise((resolve, reject) => client.makeUnaryRequest(path('Unary'), raw, raw, request(0), (failure, bytes) => {
  if (failure) return reject(failure)
  check(bytes)
  resolve()
}))

const latencies = []
const calls = async () => {
  for (let index = 0; index < each; index++) {
    const start = performance.now()
    await unary()
    latencies.push((performance.now() - start) * 1000)
  }
}

const connected = () => new Promise((resolve, reject) =>
  client.waitForReady(Date.now() + 30_000, failure => failure ? reject(failure) : resolve()))

await connected()
const start = performance.now()
await Promise.all(Array.from({ length: parallel }, kind === 'stream' ? stream : calls))
const seconds = (performance.now() - start) / 1000
console.log(JSON.stringify({ seconds, latencies: latencies.map(Math.round) }))
client.close()
