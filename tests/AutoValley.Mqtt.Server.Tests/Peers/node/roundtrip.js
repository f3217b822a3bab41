// mqtt.js against an endpoint: node roundtrip.js URL VERSION (4 or 5). Ends with 0 and "ok", or with 1 and what was wrong.
import mqtt from 'mqtt';
import assert from 'node:assert/strict';

const [url, version] = [process.argv[2], Number(process.argv[3])];
const five = version === 5;
const connect = (clientId, more = {}) => mqtt.connectAsync(url, { protocolVersion: version, clientId: `${clientId}-${version}`, clean: true, reconnectPeriod: 0, ...more });
const next = (client) => new Promise((resolve) => client.once('message', (topic, payload, packet) => resolve({ topic, text: payload.toString(), packet })));
const collect = (client, count) => new Promise((resolve) => {
  const got = [];
  client.on('message', function listen(topic, payload) {
    got.push(payload.toString());
    if (got.length === count) {
      client.off('message', listen);
      resolve(got);
    }
  });
});

setTimeout(() => { console.error('no end in 60 s'); process.exit(1); }, 60_000).unref();
const publisher = await connect('publisher');
const subscriber = await connect('subscriber', five ? { properties: { topicAliasMaximum: 10, receiveMaximum: 20 } } : {});

// Every QoS, many at a time, in order.
for (const qos of [0, 1, 2]) {
  await subscriber.subscribeAsync(`many/${qos}`, { qos });
  const got = collect(subscriber, 300);
  await Promise.all(Array.from({ length: 300 }, (_, i) => publisher.publishAsync(`many/${qos}`, `${i}`, { qos })));
  assert.deepEqual(await got, Array.from({ length: 300 }, (_, i) => `${i}`));
}

// Retained, and removed.
await publisher.publishAsync('kept', 'value', { qos: 1, retain: true });
let message = next(subscriber);
await subscriber.subscribeAsync('kept');
assert.equal((await message).text, 'value');
assert.equal((await message).packet.retain, true);
await publisher.publishAsync('kept', '', { qos: 1, retain: true });

// Properties.
if (five) {
  await subscriber.subscribeAsync('rich', { qos: 1, properties: { subscriptionIdentifier: 7 } });
  const properties = {
    payloadFormatIndicator: true, messageExpiryInterval: 1000, contentType: 'text/plain', responseTopic: 'answers',
    correlationData: Buffer.from([0, 255]), userProperties: { a: ['1', '2'], b: '3' },
  };
  message = next(subscriber);
  await publisher.publishAsync('rich', 'x', { qos: 1, properties });
  const { packet } = await message;
  assert.equal(packet.properties.contentType, 'text/plain');
  assert.equal(packet.properties.responseTopic, 'answers');
  assert.equal(packet.properties.subscriptionIdentifier, 7);
  assert.deepEqual([...packet.properties.correlationData], [0, 255]);
  assert.deepEqual(packet.properties.userProperties.a, ['1', '2']);
}

// A shared subscription gives each publish to one member.
if (five) {
  const members = await Promise.all(['m1', 'm2'].map((id) => connect(id)));
  const counts = [0, 0];
  members.forEach((member, i) => member.on('message', () => counts[i]++));
  for (const member of members)
    await member.subscribeAsync('$share/group/jobs', { qos: 1 });
  await Promise.all(Array.from({ length: 100 }, (_, i) => publisher.publishAsync('jobs', `${i}`, { qos: 1 })));
  while (counts[0] + counts[1] < 100)
    await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(counts, [50, 50]);
  await Promise.all(members.map((member) => member.endAsync()));
}

// A Will of a connection that breaks.
await subscriber.subscribeAsync('will', { qos: 1 });
const doomed = await connect('doomed', { will: { topic: 'will', payload: 'gone', qos: 1 } });
message = next(subscriber);
doomed.on('error', () => {});
doomed.stream.destroy();
assert.equal((await message).text, 'gone');

// A session that waits.
const kept = { clean: false, ...(five ? { properties: { sessionExpiryInterval: 600 } } : {}) };
const first = await connect('kept', kept);
await first.subscribeAsync('later', { qos: 2 });
await first.endAsync();
for (const qos of [1, 2])
  await publisher.publishAsync('later', `${qos}`, { qos });
const again = mqtt.connect(url, { protocolVersion: version, clientId: `kept-${version}`, reconnectPeriod: 0, ...kept });
assert.deepEqual((await collect(again, 2)).sort(), ['1', '2']);
await again.endAsync();
await Promise.all([publisher.endAsync(), subscriber.endAsync()]);
console.log('ok');
process.exit(0);
