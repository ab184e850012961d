import { SeededRandom } from '../../brokers/simulated/seeded-random.ts';
import { describeProblem } from '../../data/data-problem.ts';
import { importBars } from '../../data/import-bars.ts';
import type { Certificate } from '../../evidence/certify/certificate.ts';
import { certificateText } from '../../evidence/certify/certificate-text.ts';
import { certify, FEWEST_BARS } from '../../evidence/certify/certify.ts';
import type { StrategySubject } from '../../evidence/certify/strategy-subject.ts';
import type { Instrument } from '../../market/instrument.ts';
import { clockRule } from '../../market/clock-rule.ts';
import { timeframeMs, type Timeframe } from '../../market/timeframe.ts';
import { DEFAULT_SIGNAL_SETTINGS } from '../../signals/default-signal-settings.ts';
import type { Strategy, StrategyContext } from '../../signals/strategy.ts';
import { writeLines } from './analyze-output.ts';
import { ownSubject, smcSubject } from './certify-subject.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { namedInstrument } from '../data/data-options.ts';
import { progressBar } from '../progress.ts';
import { mustNotReadFiner, strategyFromFile } from '../backtest/strategy-file.ts';

type StrategyBuilder = (context: StrategyContext) => Strategy;

export interface CertifyFilesOptions {
  readonly config?: string;
  readonly symbol: string;
  readonly clock: string;
  readonly trustClock?: boolean;
  readonly timeframe?: Timeframe;
  readonly strategy?: string;
  readonly serverClock: string;
  readonly samples: number;
  readonly seed: number;
  readonly json?: string;
}

/** Prove on files that detectors and signals neither peek nor repaint; exit 1 when one does. */
export async function certifyFiles(
  files: readonly string[],
  options: CertifyFilesOptions,
): Promise<void> {
  const { symbol, clock, samples, seed } = options;
  const instrument = namedInstrument(symbol, options.config);
  const trusted = options.trustClock === undefined ? {} : { trustClock: options.trustClock };
  const imported = importBars(files, { instrument, clock, ...trusted });
  if (!imported.ok) throw new CommandError(describeProblem(imported.problem));
  const { bid: bars, timeframe: base, warnings } = imported.value;
  if (bars.length < FEWEST_BARS) {
    throw new CommandError(
      `The files hold ${bars.length} bars; ${FEWEST_BARS} or more can be certified.`,
    );
  }
  const subject = await subjectOf(instrument, base, options);
  const progress = progressBar('certify');
  const certificate = certify(subject, bars, {
    samples,
    seed,
    randomFrom: (seed) => new SeededRandom(seed),
    point: instrument.point,
    onProgress: (done, all) => progress.show(done, all),
  });
  progress.end();
  const notes = warnings.map((warning) => `Note: ${describeProblem(warning)}\n`);
  process.stdout.write(`${certificateText(certificate, base)}\n${notes.join('')}`);
  await keep(certificate, options.json);
  if (certificate.violations.length > 0) process.exitCode = EXIT.failed;
}

async function subjectOf(
  instrument: Instrument,
  base: Timeframe,
  { strategy: file, timeframe, serverClock }: CertifyFilesOptions,
): Promise<StrategySubject> {
  const clock = clockRule(serverClock);
  if (file === undefined) {
    const settings = { ...DEFAULT_SIGNAL_SETTINGS, timeframe: decidingTimeframe(timeframe, base) };
    return smcSubject(instrument, base, clock, settings);
  }
  if (timeframe !== undefined) {
    throw new CommandError('--timeframe: a strategy of your own names its timeframes itself.');
  }
  const build = checked(file, await strategyFromFile(file));
  const subject = ownSubject(instrument, base, clock, { file, build });
  mustNotReadFiner(file, subject, base);
  return subject;
}

/** What a strategy does wrong is its author's to mend, and no fault of this program. */
function checked(file: string, build: StrategyBuilder): StrategyBuilder {
  const told = <Value>(act: () => Value): Value => {
    try {
      return act();
    } catch (error) {
      throw new CommandError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (context) => {
    const strategy = told(() => build(context));
    return {
      timeframes: strategy.timeframes,
      historyBars: strategy.historyBars,
      get confirmed() {
        return strategy.confirmed;
      },
      onBar: (closed) => told(() => strategy.onBar(closed)),
      snapshot: () => told(() => strategy.snapshot()),
      restore: (state) => told(() => strategy.restore(state)),
    };
  };
}

async function keep(certificate: Certificate, file: string | undefined): Promise<void> {
  if (file === undefined) return;
  await writeLines([JSON.stringify(certificate, undefined, 1)], file);
  process.stdout.write(`Certificate written to ${file}\n`);
}

function decidingTimeframe(asked: Timeframe | undefined, base: Timeframe): Timeframe {
  const usual = DEFAULT_SIGNAL_SETTINGS.timeframe;
  if (asked === undefined) return timeframeMs(usual) < timeframeMs(base) ? base : usual;
  if (timeframeMs(asked) >= timeframeMs(base)) return asked;
  throw new CommandError(`--timeframe ${asked}: the files hold ${base} bars; it cannot be finer.`);
}
