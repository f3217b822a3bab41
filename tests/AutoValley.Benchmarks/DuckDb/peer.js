// DuckDB as a peer of the benchmarks: one request a line on stdin, one answer a line on stdout, both JSON. Every answer tells what
// the work took, wall and CPU, without the way here and back.
import { openSync, readSync, closeSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { BIGINT, DOUBLE, DuckDBDataChunk, DuckDBInstance, INTEGER } from '@duckdb/node-api';

// DuckDB's vector, the most rows of a data chunk.
const VECTOR = 2048;

// Rows read from the files in one go: a row group.
const PIECE = 60 * VECTOR;

// Milliseconds are BIGINT: they compress like time stamps, and buckets need no conversion.
const TYPES = {
  INTEGER: { type: INTEGER, array: Int32Array },
  BIGINT: { type: BIGINT, array: BigInt64Array },
  DOUBLE: { type: DOUBLE, array: Float64Array },
};

let connection;

// Rows of tables that wait to be appended: by table its types and, piece by piece, its columns.
const waiting = new Map();

const operations = {
  async open({ path }) {
    const instance = await DuckDBInstance.create(path, { threads: '2' });
    connection = await instance.connect();
    return { version: (await connection.runAndReadAll('SELECT version()')).getRows()[0][0] };
  },

  // Makes a table and reads its columns, files named 0, 1, 2…, into memory: before the clock runs.
  async preload({ table, types, folder }) {
    await connection.run(`CREATE TABLE ${table} (${types.map((type, index) => `c${index} ${type} NOT NULL`).join(', ')})`);
    const columns = types.map(type => TYPES[type]);
    const files = columns.map((_, index) => openSync(join(folder, String(index)), 'r'));
    const rows = statSync(join(folder, '0')).size / columns[0].array.BYTES_PER_ELEMENT;
    const pieces = [];
    for (let start = 0; start < rows; start += PIECE) {
      pieces.push(columns.map(({ array }, index) => {
        const column = new array(Math.min(PIECE, rows - start));
        readSync(files[index], new Uint8Array(column.buffer), 0, column.byteLength, start * array.BYTES_PER_ELEMENT);
        return column;
      }));
    }
    files.forEach(file => closeSync(file));
    waiting.set(table, { types: columns.map(({ type }) => type), pieces });
    return { rows };
  },

  // Appends all that waits.
  async append() {
    for (const [table, { types, pieces }] of waiting) {
      const appender = await connection.createAppender(table);
      for (const columns of pieces) {
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
    }
    waiting.clear();
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
