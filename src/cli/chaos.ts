import { writeFileSync } from 'node:fs';
import { runChaos } from '../chaos/chaos-run.ts';
import { chaosJson, chaosText } from '../chaos/chaos-text.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { progressBar } from './progress.ts';

export interface ChaosOptions {
  readonly seeds: number;
  readonly from: number;
  readonly json?: string;
}

/** Live through many worlds in which everything goes wrong; exit 1 when a promise is broken. */
export function chaos({ from, seeds, json }: ChaosOptions): void {
  const progress = progressBar('chaos');
  const began = performance.now();
  let done = 0;
  const result = runChaos(from, seeds, () => {
    done += 1;
    progress.show(done, seeds);
  });
  progress.end();
  const seconds = (performance.now() - began) / 1_000;
  process.stdout.write(chaosText(result));
  process.stdout.write(`${Math.round(seeds / seconds)} seeds/s, ${seconds.toFixed(1)} s.\n`);
  if (json !== undefined) writeJson(json, `${JSON.stringify(chaosJson(result), undefined, 1)}\n`);
  if (result.broken.length > 0) process.exitCode = EXIT.failed;
}

function writeJson(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new CommandError(`${file} cannot be written (${(error as Error).message}).`);
  }
  process.stdout.write(`Written to ${file}\n`);
}
