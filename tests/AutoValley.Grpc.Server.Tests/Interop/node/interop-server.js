// The server side of gRPC's interoperability tests over grpc-js; prints the port that it listens on, then serves until it is killed.
// Usage: node interop-server.js PROTO
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const contract = grpc.loadPackageDefinition(loader.loadSync(process.argv[2], { keepCase: true, defaults: true, arrays: true }));
const echoHeader = 'x-grpc-test-echo-initial';
const echoTrailer = 'x-grpc-test-echo-trailing-bin';

// Sends the header that a call asks for; gives the trailers that it asks for.
function echo(call) {
  const headers = call.metadata.get(echoHeader);
  if (headers.length > 0) {
    const metadata = new grpc.Metadata();
    metadata.set(echoHeader, headers[0]);
    call.sendMetadata(metadata);
  }
  const trailers = new grpc.Metadata();
  for (const value of call.metadata.get(echoTrailer))
    trailers.add(echoTrailer, value);
  return trailers;
}

const failure = status => ({ code: status.code, details: status.text });
const wait = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds).unref());

async function answer(call, request) {
  for (const bytes of request.response_bytes) {
    if (request.delay_milliseconds > 0)
      await wait(request.delay_milliseconds);
    if (!call.write({ payload: Buffer.alloc(bytes) }))
      await new Promise(resolve => call.once('drain', resolve));
  }
  if (request.status?.code)
    throw failure(request.status);
}

const server = new grpc.Server();
server.addService(contract.autovalley.interop.InteropService.service, {
  EmptyCall: (call, callback) => callback(null, {}),

  UnaryCall: async (call, callback) => {
    const trailers = echo(call);
    await wait(call.request.delay_milliseconds);
    if (call.request.status?.code)
      callback(failure(call.request.status));
    else
      callback(null, { payload: Buffer.alloc(call.request.response_bytes) }, trailers);
  },

  ServerStream: call => {
    const trailers = echo(call);
    answer(call, call.request).then(() => call.end(trailers), error => call.emit('error', error));
  },

  ClientStream: (call, callback) => {
    const trailers = echo(call);
    let total = 0;
    let refused = false;
    call.on('data', request => {
      if (request.status?.code && !refused) {
        refused = true;
        callback(failure(request.status));
      }
      total += request.payload.length;
    });
    call.on('end', () => refused || callback(null, { bytes: total }, trailers));
    call.on('error', () => {});
  },

  Duplex: call => {
    const trailers = echo(call);
    let answers = Promise.resolve();
    const fail = error => call.emit('error', error);
    call.on('data', request => { answers = answers.then(() => answer(call, request)); answers.catch(fail); });
    call.on('end', () => answers.then(() => call.end(trailers), () => {}));
    call.on('cancelled', () => {});
  },
});

server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error)
    throw error;
  console.log(port);
});
