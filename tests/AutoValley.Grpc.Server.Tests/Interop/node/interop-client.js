// The client side of gRPC's interoperability tests over grpc-js: runs cases against host:port and prints "name ok" or "name reason".
// Usage: node interop-client.js PROTO ADDRESS CASE…
import assert from 'node:assert/strict';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const [proto, address, ...names] = process.argv.slice(2);
const contract = grpc.loadPackageDefinition(loader.loadSync(proto, { keepCase: true, defaults: true, arrays: true, longs: Number }));
const { InteropService, UnimplementedService } = contract.autovalley.interop;
const { status } = grpc;

const connect = (Service = InteropService, options = {}) => new Service(address, grpc.credentials.createInsecure(), options);
const gzip = () => connect(InteropService, { 'grpc.default_compression_algorithm': 2 });
const client = connect();

const responseBytes = [31415, 9, 2653, 58979];
const requestBytes = [27182, 8, 1828, 45904];
const large = { response_bytes: 314159, payload: Buffer.alloc(271828) };
const special = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';
const withMetadata = entries => {
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries(entries))
    metadata.set(name, value);
  return metadata;
};
const tap = () => withMetadata({ 'x-interop-tap': '1' });
const deadline = milliseconds => ({ deadline: Date.now() + milliseconds });

// A call with one response: the response, and the call.
const one = (owner, method, ...args) => {
  let call;
  const response = new Promise((resolve, reject) => {
    call = owner[method](...args, (error, answer) => error ? reject(error) : resolve(answer));
  });
  return Object.assign(response, { call });
};
const unary = (request, metadata = new grpc.Metadata(), owner = client) => one(owner, 'UnaryCall', request, metadata, deadline(60000));
const fails = async (answer, code, details) => {
  const error = await Promise.resolve(answer).then(() => assert.fail('it was answered'), failure => failure);
  assert.equal(error.code, code, error.message);
  if (details !== undefined)
    assert.equal(error.details, details);
};
const read = async stream => {
  const lengths = [];
  for await (const response of stream)
    lengths.push(response.payload.length);
  return lengths;
};
const next = stream => new Promise((resolve, reject) => stream.once('data', resolve).once('error', reject));
const header = stream => new Promise(resolve => stream.once('metadata', resolve));
const ended = stream => new Promise(resolve => stream.once('status', resolve));
const largeUnary = async owner => assert.equal(Buffer.alloc(314159).compare((await unary(large, undefined, owner)).payload), 0);

const cases = {
  empty_unary: async () => assert.deepEqual(await one(client, 'EmptyCall', {}), {}),
  large_unary: () => largeUnary(client),

  client_compressed_unary: async () => {
    const compressing = gzip();
    await fails(unary({ ...large, expect_compressed: 'YES' }, tap()), status.INVALID_ARGUMENT);
    assert.equal((await unary({ ...large, expect_compressed: 'YES' }, tap(), compressing)).payload.length, 314159);
    assert.equal((await unary({ ...large, expect_compressed: 'NO' }, tap())).payload.length, 314159);
    compressing.close();
  },

  // The flags are checked by the server's tap.
  server_compressed_unary: async () => {
    for (const compressed of ['YES', 'NO'])
      assert.equal((await unary({ ...large, response_compressed: compressed }, tap())).payload.length, 314159);
  },

  server_compressed_streaming: async () => assert.deepEqual(
    await read(client.ServerStream({ response_bytes: [31415, 92653], response_compressed: ['YES', 'NO'] }, tap())), [31415, 92653]),

  client_streaming: async () => {
    const answer = one(client, 'ClientStream');
    for (const bytes of requestBytes)
      answer.call.write({ payload: Buffer.alloc(bytes) });
    answer.call.end();
    assert.equal((await answer).bytes, 74922);
  },

  server_streaming: async () => assert.deepEqual(await read(client.ServerStream({ response_bytes: responseBytes })), responseBytes),

  ping_pong: async () => {
    const call = client.Duplex();
    for (const [index, bytes] of responseBytes.entries()) {
      call.write({ response_bytes: [bytes], payload: Buffer.alloc(requestBytes[index]) });
      assert.equal((await next(call)).payload.length, bytes);
    }
    const end = ended(call);
    call.end();
    assert.equal((await end).code, status.OK);
  },

  empty_stream: async () => {
    const call = client.Duplex();
    call.end();
    assert.deepEqual(await read(call), []);
  },

  read_before_write: async () => {
    const call = client.Duplex();
    const first = next(call);
    await new Promise(setImmediate);
    call.write({ response_bytes: [3] });
    assert.equal((await first).payload.length, 3);
    call.end();
  },

  custom_metadata: async () => {
    const sent = withMetadata({
      'x-grpc-test-echo-initial': 'test_initial_metadata_value', 'x-grpc-test-echo-trailing-bin': Buffer.from([0xab, 0xab, 0xab, 0]),
    });
    const check = async call => {
      const [headers, end] = await Promise.all([header(call), ended(call)]);
      assert.deepEqual(headers.get('x-grpc-test-echo-initial'), ['test_initial_metadata_value']);
      assert.deepEqual([...end.metadata.get('x-grpc-test-echo-trailing-bin')[0]], [0xab, 0xab, 0xab, 0]);
    };
    const answer = unary(large, sent);
    await Promise.all([answer, check(answer.call)]);
    const call = client.Duplex(sent);
    call.write({ response_bytes: [314159], payload: large.payload });
    call.end();
    const [lengths] = await Promise.all([read(call), check(call)]);
    assert.deepEqual(lengths, [314159]);
  },

  status_code_and_message: async () => {
    const asked = { status: { code: 2, text: 'test status message' } };
    await fails(unary(asked), status.UNKNOWN, 'test status message');
    const call = client.Duplex();
    call.write(asked);
    call.end();
    await fails(read(call), status.UNKNOWN, 'test status message');
  },

  special_status_message: () => fails(unary({ status: { code: 2, text: special } }), status.UNKNOWN, special),

  error_after_responses: async () => {
    const call = client.ServerStream({ response_bytes: [1, 2], status: { code: 10, text: 'half' } });
    const lengths = [];
    call.on('data', response => lengths.push(response.payload.length));
    await fails(new Promise((resolve, reject) => call.on('end', resolve).on('error', reject)), status.ABORTED, 'half');
    // grpc-js may give the error before a response that it has and nobody took yet.
    assert.equal(lengths[0], 1);
  },

  request_over_limit: () => fails(unary({ payload: Buffer.alloc(4 * 1024 * 1024) }), status.RESOURCE_EXHAUSTED),

  unimplemented_method: () => fails(one(client, 'UnimplementedCall', {}), status.UNIMPLEMENTED),

  unimplemented_service: async () => {
    const other = connect(UnimplementedService);
    await fails(one(other, 'UnimplementedCall', {}), status.UNIMPLEMENTED);
    other.close();
  },

  cancel_after_begin: async () => {
    const answer = one(client, 'ClientStream');
    answer.call.cancel();
    await fails(answer, status.CANCELLED);
  },

  cancel_after_first_response: async () => {
    const call = client.Duplex();
    call.write({ response_bytes: [31415], payload: Buffer.alloc(27182) });
    assert.equal((await next(call)).payload.length, 31415);
    call.cancel();
    await fails(read(call), status.CANCELLED);
  },

  timeout_on_sleeping_server: async () => {
    const call = client.Duplex(deadline(1));
    call.write({ payload: Buffer.alloc(27182) });
    await fails(read(call), status.DEADLINE_EXCEEDED);
  },

  deadline_reaches_the_server: () => fails(
    read(client.ServerStream({ response_bytes: [1], delay_milliseconds: 30000 }, deadline(200))), status.DEADLINE_EXCEEDED),

  server_ends_upload_early: async () => {
    const answer = one(client, 'ClientStream');
    answer.call.on('error', () => {});
    answer.call.write({ status: { code: 9, text: 'enough' } });
    for (let i = 0; i < 1000; i++)
      answer.call.write({ payload: Buffer.alloc(64 * 1024) });
    await fails(answer, status.FAILED_PRECONDITION, 'enough');
  },

  rpc_soak: async () => {
    for (let i = 0; i < 20; i++)
      await largeUnary(client);
  },

  channel_soak: async () => {
    for (let i = 0; i < 20; i++) {
      const owner = connect();
      await largeUnary(owner);
      owner.close();
    }
  },

  concurrent_large_unary: () => Promise.all(Array.from({ length: 1000 }, () => largeUnary(client))),
};

for (const name of names) {
  try {
    await cases[name]();
    console.log(name, 'ok');
  } catch (error) {
    console.log(name, `${error.message}`.replaceAll('\n', ' '));
  }
}
// Calls that it cancelled may keep it alive.
process.exit();
