import { describeProblem } from '../data/data-problem.ts';
import { formatInspection } from '../data/format-inspection.ts';
import { inspectFiles } from '../data/import-bars.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { instrumentNamed } from './options.ts';

export interface DataCheckOptions {
  readonly symbol: string;
  readonly clock?: string;
  readonly json?: boolean;
}

/** Show what files hold and which clock their weekends speak for. */
export function checkData(files: readonly string[], options: DataCheckOptions): void {
  const instrument = instrumentNamed(options.symbol);
  const inspected = inspectFiles(files, {
    instrument,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  if (!inspected.ok) throw new CommandError(describeProblem(inspected.problem));
  const { value } = inspected;
  const text = options.json === true ? JSON.stringify(value, undefined, 1) : formatInspection(value);
  process.stdout.write(`${text}\n`);
  if (value.refusals.length > 0) process.exitCode = EXIT.badInput;
}
