// What a web page does with the server that its address names (?server=URL): a line is posted to /report for everything that it sees.
// Binary gRPC-Web by npm's @connectrpc/connect-web (fetch), text by npm's grpc-web (XMLHttpRequest).
import { createFileRegistry, fromBinary, toBinary, create } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { GrpcWebClientBase, MethodDescriptor, MethodType } from 'grpc-web';

const VEHICLE = 'acme/van';
const LAST_BEFORE_CANCEL = 3;

const server = new URLSearchParams(location.search).get('server');
const report = line => fetch('/report', { method: 'POST', body: line });
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, new Uint8Array(await (await fetch('/descriptors')).arrayBuffer())));
const service = name => registry.getService(`autovalley.v1.${name}`);

const transport = createGrpcWebTransport({ baseUrl: server });
const fleet = createClient(service('FleetService'), transport);
const live = createClient(service('LiveService'), transport);

// What a response of Subscribe says, in words.
function lines({ response }) {
  switch (response.case) {
    case 'live': return ['live'];
    case 'samples': return response.value.columns.flatMap(({ column }) => column.values.value.values.map(value => `sample ${value}`));
    default: return [response.case];
  }
}

async function binary() {
  const { ready } = await fleet.getStatus({});
  await report(`ready ${ready}`);
  const error = await fleet.getLatest({ vehicle: 'acme/nobody' }).catch(ConnectError.from);
  const [info] = error.findDetails(registry.getMessage('google.rpc.ErrorInfo'));
  const [resource] = error.findDetails(registry.getMessage('google.rpc.ResourceInfo'));
  await report(`${Code[error.code]}: ${error.rawMessage}; ${info.reason} ${resource.resourceName}`);
  await cancelled();
}

async function cancelled() {
  const abort = new AbortController();
  try {
    for await (const response of live.subscribe({ vehicles: [VEHICLE] }, { signal: abort.signal })) {
      for (const line of lines(response)) {
        await report(line);
        if (line === `sample ${LAST_BEFORE_CANCEL}`)
          abort.abort();
      }
    }
  } catch (error) {
    await report(Code[ConnectError.from(error).code]);
  }
}

function text() {
  const client = new GrpcWebClientBase({ format: 'text' });
  const method = (service, name, type) => {
    const { input, output } = service.method[name];
    const path = `/${service.typeName}/${service.method[name].name}`;
    const descriptor = new MethodDescriptor(
      path, type, Object, Object, message => toBinary(input, create(input, message)), bytes => fromBinary(output, bytes));
    return [server + path, descriptor];
  };
  // In order, although nobody waits in a callback.
  let reported = Promise.resolve();
  const tell = line => { reported = reported.then(() => report(`text ${line}`)); };
  const [statusUrl, getStatus] = method(service('FleetService'), 'getStatus', MethodType.UNARY);
  client.rpcCall(statusUrl, {}, {}, getStatus, (error, answer) => {
    tell(error ? error.message : `ready ${answer.ready}`);
    const [liveUrl, subscribe] = method(service('LiveService'), 'subscribe', MethodType.SERVER_STREAMING);
    client.serverStreaming(liveUrl, { vehicles: [VEHICLE], since: 0n }, {}, subscribe)
      .on('data', response => lines(response).forEach(tell))
      .on('error', ({ code, message }) => tell(`${code}: ${message}`));
  });
}

try {
  await binary();
  text();
} catch (error) {
  await report(`failed: ${error}`);
}
