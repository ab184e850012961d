import { InvalidArgumentError, type Command } from 'commander';
import { timeframeMs, type Timeframe } from '../../market/timeframe.ts';
import { PREVIOUS_PERIODS, type PreviousPeriod } from '../../smc/reference/previous-high-low.ts';
import { SESSION_NAMES, type SessionName } from '../../smc/reference/sessions.ts';
import { DEFAULT_REFERENCE_OPTIONS } from '../../smc/reference/write-reference.ts';
import { analyze } from './analyze.ts';
import { certifyFiles } from './certify.ts';
import { clockName, positiveNumber, timeframeName, wholeNumber } from '../options.ts';

const CLOCK_HELP = 'clock rule of the files: utc, utc+2, eet-eu, eet-us, histdata, or an IANA zone';
const SERVER_CLOCK_HELP = "the account's server clock, by which coarser bars are built";
const USUAL = DEFAULT_REFERENCE_OPTIONS;

/** The commands that show what the detectors say and prove how they say it. */
export function addAnalyzeCommands(program: Command): void {
  program
    .command('analyze')
    .description('what the detectors find in bar files, one JSON event a line')
    .argument('<files...>', 'bar files of one symbol, in any order')
    .requiredOption('--symbol <name>', 'instrument of the files')
    .option(
      '--config <file>',
      'configuration with instruments of your own (default: kimi.yaml, if it is there)',
    )
    .requiredOption('--clock <rule>', CLOCK_HELP, clockName)
    .option('--trust-clock', 'go on although the weeks of the files contradict the clock')
    .option('--timeframe <name>', 'timeframe to look at; may be given several times', timeframes)
    .option('--server-clock <rule>', SERVER_CLOCK_HELP, clockName, 'eet-us')
    .option('--json <file>', 'write the events there instead of to the standard output')
    .option('--reference <dir>', "write the reference library's tables as CSV into this folder")
    .option(
      '--swing-length <n>',
      'reference: bars each side',
      wholeNumber(1, 10_000),
      USUAL.swingLength,
    )
    .option(
      '--range-percent <x>',
      'reference: share of the range',
      positiveNumber,
      USUAL.rangePercent,
    )
    .option('--close-break <flag>', 'reference: true or false', flag, USUAL.closeBreak)
    .option('--close-mitigation <flag>', 'reference: true or false', flag, USUAL.closeMitigation)
    .option('--session <name>', 'reference: session', sessionName, USUAL.session)
    .option('--session-start <HH:MM>', 'reference: begin of the session Custom')
    .option('--session-end <HH:MM>', 'reference: end of the session Custom')
    .option('--previous <periods>', 'reference: periods, joined by commas', periods, USUAL.previous)
    .action(analyze);

  program
    .command('certify')
    .description('prove on your own files that nothing peeks, repaints or forgets')
    .argument('<files...>', 'bar files of one symbol, in any order')
    .requiredOption('--symbol <name>', 'instrument of the files')
    .option(
      '--config <file>',
      'configuration with instruments of your own (default: kimi.yaml, if it is there)',
    )
    .requiredOption('--clock <rule>', CLOCK_HELP, clockName)
    .option('--trust-clock', 'go on although the weeks of the files contradict the clock')
    .option('--timeframe <name>', 'timeframe that signals are decided on', timeframeName)
    .option('--strategy <file>', 'certify a strategy of your own; it names its own timeframes')
    .option('--server-clock <rule>', SERVER_CLOCK_HELP, clockName, 'eet-us')
    .option(
      '--samples <n>',
      'random bars at which each property is tried',
      wholeNumber(1, 100_000),
      200,
    )
    .option('--seed <n>', 'seed of the random bars', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--json <file>', 'write the certificate')
    .action(certifyFiles);
}

/** Gathers every `--timeframe`; coarse ones first, each once. */
function timeframes(text: string, before: readonly Timeframe[] = []): readonly Timeframe[] {
  const all = [...before, ...text.split(',').map(timeframeName)];
  return [...new Set(all)].toSorted((left, right) => timeframeMs(right) - timeframeMs(left));
}

function flag(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new InvalidArgumentError('Allowed are true and false.');
}

function sessionName(text: string): SessionName {
  const lower = text.toLowerCase();
  const found = SESSION_NAMES.find((name) => name.toLowerCase() === lower);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`Allowed are ${SESSION_NAMES.join(', ')}.`);
}

function periods(text: string): readonly PreviousPeriod[] {
  return text.split(',').map((name) => {
    const found = PREVIOUS_PERIODS.find((known) => known === name.trim());
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`Allowed are ${PREVIOUS_PERIODS.join(', ')}, joined by commas.`);
  });
}
