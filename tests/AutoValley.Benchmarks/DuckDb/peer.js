// DuckDB as a peer of the benchmarks: one request a line on stdin, one answer a line on stdout, both JSON. Every
// answer tells what the work took, wall and CPU, without the way here and back.
import { openSync, readSync, closeSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { BIGINT, DOUBLE, DuckDBDataChunk, DuckDBInstance, INTEGER } from '@duckdb/node-api';

// DuckDB's vector, the most rows of a data chunk.
const VECTOR = 2048;

// Rows read from the files in one go: a row group.
const PIECE = 60 * VECTOR;

let connection;
const cache = new Map();

const operations = {
  async open({ path }) {
    const instance = await DuckDBInstance.create(path, { threads: '2' });
    connection = await instance.connect();
    // Milliseconds as numbers: they compress like time stamps, and buckets need no conversion.
    await connection.run('CREATE TABLE sample (series INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL)');
    return { version: (await connection.runAndReadAll('SELECT version()')).getRows()[0][0] };
  },

  // Reads the columns before the clock runs, as far as they fit into memory easily.
  async preload({ folder }) {
    const files = ['series', 'time', 'value'].map(name => openSync(join(folder, name), 'r'));
    const rows = statSync(join(folder, 'value')).size / 8;
    const pieces = [];
    for (let start = 0; start < rows; start += PIECE) {
      const count = Math.min(PIECE, rows - start);
      const [series, time, value] = [new Int32Array(count), new BigInt64Array(count), new Float64Array(count)];
      [series, time, value].forEach((column, index) => {
        readSync(files[index], new Uint8Array(column.buffer), 0, column.byteLength, start * column.BYTES_PER_ELEMENT);
      });
      pieces.push([series, time, value]);
    }
    files.forEach(closeSync);
    cache.set(folder, pieces);
    return { rows };
  },

  async append({ folder }) {
    const appender = await connection.createAppender('sample');
    const types = [INTEGER, BIGINT, DOUBLE];
    for (const columns of cache.get(folder)) {
      for (let start = 0; start < columns[0].length; start += VECTOR) {
        const end = Math.min(columns[0].length, start + VECTOR);
        const chunk = DuckDBDataChunk.create(types, end - start);
        columns.forEach((column, index) => {
          // Whole columns at once: setColumnValues would box every value.
          const vector = chunk.getColumnVector(index);
          vector.items.set(column.subarray(start, end));
          vector.flush();
        });
        appender.appendDataChunk(chunk);
      }
    }
    appender.flushSync();
    appender.closeSync();
    cache.delete(folder);
    return {};
  },

  async run({ sql }) {
    await connection.run(sql);
    return {};
  },

  // All rows, as columns of numbers.
  async query({ sql }) {
    const reader = await connection.streamAndReadAll(sql);
    return { columns: reader.getColumns().map(column => column.map(Number)) };
  },

  // Every value of a result in the client's hands: count and sum over (time, value).
  async scan({ sql }) {
    const result = await connection.stream(sql);
    let [count, sum] = [0, 0];
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      const times = chunk.getColumnVector(0).items;
      const values = chunk.getColumnVector(1).items;
      for (let index = 0; index < values.length; index++) sum += values[index];
      count += times.length;
    }
    return { count, sum };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  try {
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    const answer = await operations[request.op](request);
    const { user, system } = process.cpuUsage(cpu);
    answer.wallMillis = performance.now() - start;
    answer.cpuMillis = (user + system) / 1000;
    process.stdout.write(JSON.stringify(answer) + '\n');
  } catch (error) {
    process.stdout.write(JSON.stringify({ error: String(error.message ?? error) }) + '\n');
  }
}
