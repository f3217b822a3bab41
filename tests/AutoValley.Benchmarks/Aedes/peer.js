// A broker on the port that is given, in memory, without limits on what waits for a subscriber.
import { createServer } from 'node:net'
import { Aedes } from 'aedes'

const broker = await Aedes.createBroker({ concurrency: 1000 })
createServer({ noDelay: true }, broker.handle).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'))
