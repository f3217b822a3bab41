// The client side of gRPC's interoperability tests over gRPC-Web, as far as browsers go: npm's @connectrpc/connect-web, with Node's fetch.
// Usage: node connect.js ADDRESS < DESCRIPTORS, a google.protobuf.FileDescriptorSet in base64; prints "name ok" or "name reason" a case.
import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { create, createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, createClient, decodeBinaryHeader, encodeBinaryHeader } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';

const SIZES = [31415, 9, 2653, 58979];
const SPECIAL = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';
const PATIENCE = { timeoutMs: 60_000 };

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, Buffer.from(await text(process.stdin), 'base64')));
const transport = createGrpcWebTransport({ baseUrl: `http://${process.argv[2]}` });
const client = createClient(registry.getService('autovalley.interop.InteropService'), transport);
const unknown = createClient(registry.getService('autovalley.interop.UnimplementedService'), transport);

const fails = (call, code, message) => assert.rejects(call, error => {
  const { code: actual, rawMessage } = ConnectError.from(error);
  assert.equal(Code[actual], Code[code], rawMessage);
  if (message !== undefined)
    assert.equal(rawMessage, message);
  return true;
});
const lengths = async (stream, sizes = []) => {
  for await (const { payload } of stream)
    sizes.push(payload.length);
  return sizes;
};

const cases = {
  async empty_unary() {
    assert.deepEqual(await client.emptyCall({}, PATIENCE), create(registry.getMessage('autovalley.interop.Empty')));
  },
  async large_unary() {
    const { payload } = await client.unaryCall({ responseBytes: 314159, payload: new Uint8Array(271828) }, PATIENCE);
    assert.deepEqual(payload, new Uint8Array(314159));
  },
  async server_streaming() {
    assert.deepEqual(await lengths(client.serverStream({ responseBytes: SIZES }, PATIENCE)), SIZES);
  },
  async empty_stream() {
    assert.deepEqual(await lengths(client.serverStream({}, PATIENCE)), []);
  },
  async custom_metadata() {
    const headers = { 'x-grpc-test-echo-initial': 'test', 'x-grpc-test-echo-trailing-bin': encodeBinaryHeader(new Uint8Array([0xab, 0xab, 0xab])) };
    for (const call of [options => client.unaryCall({ responseBytes: 1 }, options), options => lengths(client.serverStream({ responseBytes: [1] }, options))]) {
      const seen = {};
      await call({ ...PATIENCE, headers, onHeader: header => { seen.header = header; }, onTrailer: trailer => { seen.trailer = trailer; } });
      assert.equal(seen.header.get('x-grpc-test-echo-initial'), 'test');
      assert.deepEqual(decodeBinaryHeader(seen.trailer.get('x-grpc-test-echo-trailing-bin')), new Uint8Array([0xab, 0xab, 0xab]));
    }
  },
  async status_code_and_message() {
    const status = { code: Code.Unknown, text: 'test status message' };
    await fails(client.unaryCall({ status }, PATIENCE), Code.Unknown, status.text);
    await fails(lengths(client.serverStream({ status }, PATIENCE)), Code.Unknown, status.text);
  },
  async special_status_message() {
    await fails(client.unaryCall({ status: { code: Code.Unknown, text: SPECIAL } }, PATIENCE), Code.Unknown, SPECIAL);
  },
  async error_after_responses() {
    const sizes = [];
    const stream = client.serverStream({ responseBytes: SIZES, status: { code: Code.Aborted, text: 'enough' } }, PATIENCE);
    await fails(lengths(stream, sizes), Code.Aborted, 'enough');
    assert.deepEqual(sizes, SIZES);
  },
  async unimplemented_method() {
    await fails(client.unimplementedCall({}, PATIENCE), Code.Unimplemented);
  },
  async unimplemented_service() {
    await fails(unknown.unimplementedCall({}, PATIENCE), Code.Unimplemented);
  },
  async cancel_after_begin() {
    const abort = new AbortController();
    const call = client.unaryCall({ delayMilliseconds: 600_000 }, { signal: abort.signal });
    setImmediate(() => abort.abort());
    await fails(call, Code.Canceled);
  },
  async cancel_after_first_response() {
    const abort = new AbortController();
    const sizes = [];
    const read = async () => {
      for await (const { payload } of client.serverStream({ responseBytes: [9, 9, 9], delayMilliseconds: 100 }, { signal: abort.signal })) {
        sizes.push(payload.length);
        abort.abort();
      }
    };
    await fails(read(), Code.Canceled);
    assert.deepEqual(sizes, [9]);
  },
  // The server's own clock: connect-web's is switched off by a header that only tells the server.
  async timeout_on_sleeping_server() {
    await fails(client.unaryCall({ delayMilliseconds: 600_000 }, { headers: { 'grpc-timeout': '100m' } }), Code.DeadlineExceeded, 'the deadline passed');
    await fails(client.unaryCall({ delayMilliseconds: 600_000 }, { timeoutMs: 100 }), Code.DeadlineExceeded);
  },
  async request_over_limit() {
    await fails(client.unaryCall({ payload: new Uint8Array(5 << 20) }, PATIENCE), Code.ResourceExhausted);
  },
};

for (const [name, run] of Object.entries(cases))
  console.log(name, await run().then(() => 'ok', error => JSON.stringify(String(error))));
process.exit();
