// Writes and pings by InfluxData's own client for 2.x; prints what it is told.
import { InfluxDB, Point, HttpError } from "@influxdata/influxdb-client";
import { HealthAPI, PingAPI } from "@influxdata/influxdb-client-apis";

const [url] = process.argv.slice(2);
const influx = new InfluxDB({ url, token: "any" });
const health = await new HealthAPI(influx).getHealth();
console.log("health", health.status);
await new PingAPI(influx).getPing();

for (const gzipThreshold of [1, 1_000_000]) {
    const write = influx.getWriteApi("acme", "site", "ms", { gzipThreshold, batchSize: 100 });
    write.useDefaultTags({ vehicle: `car-${gzipThreshold}` });
    for (let index = 0; index < 250; index++) {
        const point = new Point("battery pack").floatField("volt, cell", index / 8).intField("cycles", index).booleanField("ok", index % 2 === 0)
            .stringField("note", `"n=${index}", \\`).timestamp(1790000000000 + index);
        write.writePoint(point);
    }
    await write.close();
}

const failing = influx.getWriteApi("acme", "site", "ms", { maxRetries: 0 });
failing.writeRecord("m,vehicle=car-1 f=");
try {
    await failing.close();
} catch (error) {
    console.log("refused", error instanceof HttpError, error.statusCode, error.code, JSON.parse(error.body).line);
}
