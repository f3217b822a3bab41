// Asks a server what it serves, with the contracts of npm's @grpc/reflection, and prints one line of JSON an answer.
// Usage: node reflection.js ADDRESS v1|v1alpha REQUEST…, a request as JSON of ServerReflectionRequest
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import protobuf from 'protobufjs/ext/descriptor/index.js';
import { createRequire } from 'node:module';
import path from 'node:path';

const [address, version, ...requests] = process.argv.slice(2);
const root = path.join(path.dirname(createRequire(import.meta.url).resolve('@grpc/reflection')), '..', 'proto');
const proto = path.join(root, `grpc/reflection/${version}/reflection.proto`);
const contract = grpc.loadPackageDefinition(loader.loadSync(proto, { keepCase: true, includeDirs: [root], oneofs: true, arrays: true }));
const client = new contract.grpc.reflection[version].ServerReflection(address, grpc.credentials.createInsecure());

const call = client.ServerReflectionInfo();
call.on('data', answer => {
  const files = answer.file_descriptor_response?.file_descriptor_proto.map(bytes => protobuf.FileDescriptorProto.decode(bytes));
  console.log(JSON.stringify({
    files: files?.map(file => file.name),
    declared: files?.[0].messageType.map(type => type.name).concat(files[0].service.map(service => service.name)),
    services: answer.list_services_response?.service.map(service => service.name),
    extensions: answer.all_extension_numbers_response?.extension_number,
    error: answer.error_response && [answer.error_response.error_code, answer.error_response.error_message],
  }));
});
call.on('end', () => client.close());
call.on('error', error => { console.error(error.message); process.exitCode = 1; client.close(); });
for (const request of requests)
  call.write(JSON.parse(request));
call.end();
