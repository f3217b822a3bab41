// Asks a server for the health of services, with the contract of npm's grpc-health-check.
// Usage: node health.js ADDRESS SERVICE…; prints a line for each, then what a watch of the first says until the server ends it.
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';

const [address, ...services] = process.argv.slice(2);
const contract = grpc.loadPackageDefinition(loader.loadSync(protoPath, { keepCase: true, enums: String }));
const client = new contract.grpc.health.v1.Health(address, grpc.credentials.createInsecure());

for (const service of services) {
  console.log(await new Promise(resolve => client.Check(
    { service }, (error, answer) => resolve(`check '${service}' ${error ? grpc.status[error.code] : answer.status}`))));
}
const unknown = client.Watch({ service: 'nobody' });
await new Promise(resolve => unknown.once('data', answer => { console.log(`watch 'nobody' ${answer.status}`); resolve(); }));
unknown.on('error', () => {});
unknown.cancel();

const watch = client.Watch({ service: services[0] });
watch.on('data', answer => console.log(`watch '${services[0]}' ${answer.status}`));
watch.on('error', error => console.log(`ended ${grpc.status[error.code]}`));
watch.on('end', () => client.close());
