// mqtt-packet as a second opinion. "generate": writes packets as lines "version hex json". "parse": reads lines "version hex" and writes the packets' names.
import mqttPacket from 'mqtt-packet';
import readline from 'node:readline';

let seed = 20261126;
const random = (below) => { seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff; return (seed >> 8) % below; };
const text = () => Array.from({ length: 1 + random(20) }, () => 'abc/é€😀xyz'.charAt(random(6))).join('') + 'x';
const pairs = () => ({ [text()]: text(), z: [text(), text()] });
const some = (all) => Object.fromEntries(Object.entries(all).filter(() => random(2) === 0));

function packet(five) {
  const messageId = 1 + random(65535);
  const properties = (all) => (five ? { properties: some({ ...all, userProperties: pairs() }) } : {});
  const reason = (codes) => (five ? { reasonCode: codes[random(codes.length)] } : {});
  const qos = random(3);
  const content = () => ({ payloadFormatIndicator: random(2) === 1, messageExpiryInterval: random(1e9), contentType: text(), responseTopic: text(), correlationData: Buffer.alloc(random(30)) });
  switch (random(12)) {
    case 0: return {
      cmd: 'connect', protocolId: 'MQTT', protocolVersion: five ? 5 : 4, clean: true, clientId: text(), keepalive: random(65536), username: text(), password: Buffer.from(text()),
      ...properties({ sessionExpiryInterval: random(1e9), receiveMaximum: 1 + random(65535), maximumPacketSize: 1 + random(1e9), topicAliasMaximum: random(65536), requestResponseInformation: true }),
      will: { topic: text(), payload: Buffer.alloc(random(50)), qos, retain: random(2) === 1, ...properties({ ...content(), willDelayInterval: random(1e9) }) },
    };
    case 1: return { cmd: 'publish', topic: text(), payload: Buffer.alloc(random(300)), qos, messageId: qos ? messageId : undefined, retain: random(2) === 1, dup: qos > 0 && random(2) === 1, ...properties({ ...content(), subscriptionIdentifier: 1 + random(268435455) }) };
    case 2: return { cmd: 'puback', messageId, ...reason([0, 0x10, 0x87]), ...properties({ reasonString: text() }) };
    case 3: return { cmd: 'pubrec', messageId, ...reason([0, 0x97]), ...properties({ reasonString: text() }) };
    case 4: return { cmd: 'pubrel', messageId, ...reason([0, 0x92]), ...properties({ reasonString: text() }) };
    case 5: return { cmd: 'pubcomp', messageId, ...reason([0, 0x92]), ...properties({ reasonString: text() }) };
    case 6: return { cmd: 'subscribe', messageId, subscriptions: Array.from({ length: 1 + random(5) }, () => ({ topic: text(), qos: random(3), ...(five ? { nl: random(2) === 1, rap: random(2) === 1, rh: random(3) } : {}) })), ...properties({ subscriptionIdentifier: 1 + random(268435455) }) };
    case 7: return { cmd: 'suback', messageId, granted: [0, 1, 2, 0x80], ...properties({ reasonString: text() }) };
    case 8: return { cmd: 'unsubscribe', messageId, unsubscriptions: [text(), text()], ...properties({}) };
    case 9: return { cmd: 'connack', sessionPresent: false, ...(five ? { reasonCode: 0 } : { returnCode: 0 }), ...properties({ sessionExpiryInterval: random(1e9), assignedClientIdentifier: text(), serverKeepAlive: random(65536), maximumQoS: 1, retainAvailable: true }) };
    case 10: return five ? { cmd: 'auth', reasonCode: 0x18, properties: { authenticationMethod: text(), authenticationData: Buffer.alloc(random(40)) } } : { cmd: 'pingreq' };
    default: return { cmd: 'disconnect', ...reason([0, 4, 0x82]), ...properties({ sessionExpiryInterval: random(1e9), reasonString: text() }) };
  }
}

if (process.argv[2] === 'generate') {
  for (let i = 0; i < 2000; i++) {
    const made = packet(i % 2 === 1);
    const hex = mqttPacket.generate(made, { protocolVersion: i % 2 === 1 ? 5 : 4 }).toString('hex');
    console.log(`${i % 2 === 1 ? 5 : 4} ${hex} ${JSON.stringify({ cmd: made.cmd, topic: made.topic, qos: made.qos, messageId: made.messageId, length: made.payload?.length })}`);
  }
} else {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [version, hex] = line.split(' ');
    const parser = mqttPacket.parser({ protocolVersion: Number(version) });
    const names = [];
    parser.on('packet', (read) => names.push(read.cmd));
    parser.on('error', (error) => names.push(`error: ${error.message}`));
    const rest = parser.parse(Buffer.from(hex, 'hex'));
    console.log(`${names.join(' ')}${rest ? ` rest ${rest}` : ''}`);
  }
}
