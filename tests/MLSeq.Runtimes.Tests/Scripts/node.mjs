// One job a line in, one answer a line out.
import { createInterface } from 'node:readline';
import ort from 'onnxruntime-node';
import { run } from './run.mjs';

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(await run(ort, JSON.parse(line))) + '\n');
}
