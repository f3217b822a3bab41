// Node-RED without its editor, with the flow of this folder: BROKER and INFLUX are ports of loopback.
const { join } = require('node:path')

module.exports = {
  flowFile: join(__dirname, 'flow.json'),
  userDir: process.env.USER_FOLDER,
  nodesDir: join(__dirname, 'node_modules', 'node-red-contrib-influxdb'),
  uiPort: Number(process.env.PORT),
  uiHost: '127.0.0.1',
  httpAdminRoot: false,
  httpNodeRoot: '/',
  credentialSecret: false,
  functionExternalModules: false,
  logging: { console: { level: 'warn', metrics: false, audit: false } },
}
