// Does the gateway keep its memory flat? A terminal on this machine talks for so long as is asked.
//   npm run soak                   an hour of messages
//   npm run soak -- 5              five minutes of them
// Prints the live memory of each minute. Ends with 1 when the second half grew by more than a tenth.
import { setTimeout } from 'node:timers/promises';
import { BridgeLine } from '../bench/bridge-line.ts';
import { liveBytes } from '../bench/measure.ts';

const USUAL_MINUTES = 60;
const SYMBOLS = 50;
const BEATS_PER_SECOND = 20;
const SAMPLES_PER_MINUTE = 2;
const GROWTH = 1.1;

const minutes = Number(process.argv[2] ?? USUAL_MINUTES);
if (!(minutes > 0)) {
  process.stderr.write('soak: say how many minutes, such as: npm run soak -- 5\n');
  process.exit(2);
}
const line = await BridgeLine.open(20, 200);
const samples: number[] = [];
let ticks = 0;
const begun = performance.now();
for (let sample = 0; sample < minutes * SAMPLES_PER_MINUTE; sample += 1) {
  const until = begun + ((sample + 1) * 60_000) / SAMPLES_PER_MINUTE;
  while (performance.now() < until) {
    for (let symbol = 0; symbol < SYMBOLS; symbol += 1) line.tick(`S${symbol}`, 1.1);
    ticks += SYMBOLS;
    await line.ping();
    await setTimeout(1000 / BEATS_PER_SECOND);
  }
  await line.books();
  samples.push(liveBytes());
  const mebibytes = ((samples.at(-1) ?? 0) / 2 ** 20).toFixed(2);
  process.stdout.write(
    `${((sample + 1) / SAMPLES_PER_MINUTE).toFixed(1)} min  ${mebibytes} MiB live  ${ticks} ticks\n`,
  );
}
await line.close();
const half = samples.slice(Math.floor(samples.length / 2));
const grown = (half.at(-1) ?? 0) / (half[0] ?? 1);
process.stdout.write(`second half: ${((grown - 1) * 100).toFixed(2)} % growth of live memory\n`);
process.exit(grown > GROWTH ? 1 : 0);
