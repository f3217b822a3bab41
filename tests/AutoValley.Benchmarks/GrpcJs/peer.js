// LoadService (../Grpc/load.proto) on the port that is given. Responses are serialised once and beforehand, which is faster than any generated code.
import grpc from '@grpc/grpc-js'

const path = name => `/autovalley.benchmarks.LoadService/${name}`
const raw = bytes => bytes
const method = (name, responseStream) => ({
  path: path(name), requestStream: false, responseStream, requestSerialize: raw, requestDeserialize: raw, responseSerialize: raw, responseDeserialize: raw
})

const varint = (bytes, at) => {
  let [value, scale] = [0, 1]
  for (; ; at++, scale *= 128) {
    value += (bytes[at] & 0x7f) * scale
    if (bytes[at] < 0x80) return [value, at + 1]
  }
}

// { 1: size, 2: count }
const fields = bytes => {
  const found = {}
  for (let at = 0; at < bytes.length;) {
    const field = bytes[at] >> 3
    ;[found[field], at] = varint(bytes, at + 1)
  }
  return found
}

const responses = new Map()
const response = size => {
  if (!responses.has(size)) {
    const length = []
    for (let left = size; ; left = Math.floor(left / 128)) {
      if (left < 128) {
        length.push(left)
        break
      }
      length.push(left % 128 | 0x80)
    }
    responses.set(size, Buffer.concat([Buffer.from([0x0a, ...length]), Buffer.alloc(size, 7)]))
  }
  return responses.get(size)
}

const unary = (call, done) => done(null, response(fields(call.request)[1]))

const stream = call => {
  let { 1: size, 2: left } = fields(call.request)
  const message = response(size)
  const send = () => {
    while (left > 0) {
      left--
      if (!call.write(message)) return call.once('drain', send)
    }
    call.end()
  }
  send()
}

const server = new grpc.Server({
  'grpc.max_send_message_length': -1, 'grpc.max_receive_message_length': -1, 'grpc-node.flow_control_window': 8 << 20, 'grpc-node.max_session_memory': 1 << 20
})
server.addService({ Unary: method('Unary', false), Stream: method('Stream', true) }, { Unary: unary, Stream: stream })
server.bindAsync(`127.0.0.1:${process.argv[2]}`, grpc.ServerCredentials.createInsecure(), failure => {
  if (failure) throw failure
  console.log('ready')
})
