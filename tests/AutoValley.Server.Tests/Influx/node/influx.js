// What scripts do with node-influx: a database, lines, questions.
import { InfluxDB, FieldType } from "influx";

const [url] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const influx = new InfluxDB({
    host: hostname, port: Number(port), database: "acme",
    schema: [{ measurement: "cpu", fields: { usage: FieldType.FLOAT, n: FieldType.INTEGER, ok: FieldType.BOOLEAN, note: FieldType.STRING }, tags: ["vehicle"] }],
});
const pings = await influx.ping(5000);
console.log("online", pings[0].online, pings[0].version);
await influx.createDatabase("acme");
for (let start = 0; start < 300; start += 100) {
    const points = Array.from({ length: 100 }, (_, index) => ({
        measurement: "cpu", tags: { vehicle: `car-${index % 2}` }, fields: { usage: (start + index) / 4, n: start + index, ok: index % 3 === 0, note: `a "b" ${index}` },
        timestamp: (start + index) * 1000,
    }));
    await influx.writePoints(points, { precision: "ms" });
}
console.log("databases", (await influx.getDatabaseNames()).includes("acme"));
console.log("measurements", (await influx.getMeasurements()).join(","));
console.log("series", (await influx.getSeries({ measurement: "cpu" })).join(" "));
const rows = await influx.query("SELECT usage, n, ok, note FROM cpu WHERE vehicle = 'car-1' ORDER BY time DESC LIMIT 2");
console.log("rows", rows.map((row) => `${row.time.getTime()} ${row.usage} ${row.n} ${row.ok} ${row.note}`).join("; "));
const means = await influx.query("SELECT mean(usage), count(n) FROM cpu WHERE time < 300s GROUP BY time(100s), vehicle fill(none)");
console.log("means", means.map((row) => `${row.vehicle} ${row.time.getTime()} ${row.mean} ${row.count}`).join("; "));
const nano = await influx.query("SELECT last(usage) FROM cpu", { precision: "n" });
console.log("nano", nano[0].time.getNanoTime());
try {
    await influx.writePoints([{ measurement: "cpu", tags: { vehicle: "no name" }, fields: { usage: 1 } }]);
} catch (error) {
    console.log("refused", error.message.includes("is no vehicle name"));
}
try {
    await influx.query("SELECT usage FROM cpu; DROP SERIES FROM cpu");
} catch (error) {
    console.log("not spoken", error.message.includes("DROP is not spoken here"));
}
