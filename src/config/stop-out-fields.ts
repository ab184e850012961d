import { DEFAULT_STOP_OUT, stopOutRule, type StopOutRule } from '../brokers/stop-out-rule.ts';
import { choiceField, numberField } from './fields.ts';
import type { ConfigProblem } from './problem.ts';

const level = () =>
  numberField({ from: 0, to: 1e12, unit: 'per cent, or account currency in mode money' });

/** When a simulated or paper account is called and stopped out, as files write it. */
export const STOP_OUT_FIELDS = {
  stop_out_mode: choiceField(['percent', 'money'])
    .describe(
      'percent: the levels are compared with equity / margin. money: with equity, in account ' +
        'currency, and both must be written.',
    )
    .default(DEFAULT_STOP_OUT.kind),
  margin_call_level: level()
    .describe(`Told when the account falls below it. Default: ${DEFAULT_STOP_OUT.marginCall} %.`)
    .optional(),
  stop_out_level: level()
    .describe(
      'While the account is below it, the largest loser is closed. ' +
        `Default: ${DEFAULT_STOP_OUT.stopOut} %.`,
    )
    .optional(),
};

export interface WrittenStopOut {
  readonly stop_out_mode: StopOutRule['kind'];
  readonly margin_call_level?: number | undefined;
  readonly stop_out_level?: number | undefined;
}

export function stopOutFrom(written: WrittenStopOut): StopOutRule {
  const { stop_out_mode: mode, margin_call_level: call, stop_out_level: out } = written;
  const { marginCall, stopOut } = DEFAULT_STOP_OUT;
  return stopOutRule(mode, call ?? marginCall, out ?? stopOut);
}

/** Nobody's levels in money can be guessed. */
export function stopOutProblems(written: WrittenStopOut, at: string): readonly ConfigProblem[] {
  if (written.stop_out_mode === 'percent') return [];
  return (['margin_call_level', 'stop_out_level'] as const).flatMap((key) =>
    written[key] === undefined
      ? [
          {
            key: `${at}.${key}`,
            found: 'nothing',
            allowed: 'an equity in account currency, for stop_out_mode is money',
            mend: 'Write it, or leave stop_out_mode out for levels in per cent.',
          },
        ]
      : [],
  );
}
