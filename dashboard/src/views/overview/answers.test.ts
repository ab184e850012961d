import { describe, expect, it } from 'vitest';
import type { AccountView, AgentView, LimitsView } from '../../api/types.ts';
import { canLose, whyNot, worksWords } from './answers.ts';

const account = (changes: object = {}) =>
  ({
    state: 'running',
    detail: '',
    currency: 'SIM',
    serverTime: 0,
    marketOpen: true,
    link: { up: true, detail: '' },
    breaker: { state: 'armed', distance: 150, endsAt: 7_200_000 },
    ...changes,
  }) as AccountView;

const agent = (symbol: string, time: number | null, changes: object = {}) =>
  ({
    symbol,
    state: 'RUNNING',
    lastDecision:
      time === null
        ? null
        : {
            time,
            side: 'buy',
            confidence: 0.86,
            taken: false,
            reason: 'kill-zone',
            detail: '01:50 New York is in none of 02:00-05:00',
          },
    ...changes,
  }) as AgentView;

describe('why there is no trade', () => {
  it('is what refused the newest candidate', () => {
    const agents = [agent('EURUSD', 1), agent('USDJPY', 2), agent('XAUUSD', null)];
    expect(whyNot(account(), agents)).toMatch(
      /Buy USDJPY \(0\.86\), was not taken: kill zone .*; 01:50 New York is in none of/,
    );
  });

  it('is first of all what keeps every agent from trading', () => {
    const agents = [agent('EURUSD', 1)];
    expect(whyNot(account({ marketOpen: false }), agents)).toContain('market is closed');
    const tripped = account({ breaker: { state: 'tripped' } });
    expect(whyNot(tripped, agents)).toContain('circuit breaker');
    expect(whyNot(account(), [agent('EURUSD', 1, { state: 'STOPPED' })])).toContain('No agent');
    expect(whyNot(account(), [agent('EURUSD', null)])).toContain('No candidate yet');
  });
});

it('says whether it works, and what is in its way', () => {
  const agents = [agent('EURUSD', 1), agent('USDJPY', 2, { state: 'STOPPED' })];
  expect(worksWords(account(), agents)).toMatch(/^Yes\. 1 of 2 agents/);
  const cut = account({ link: { up: false, detail: 'cut by hand' } });
  expect(worksWords(cut, agents)).toContain('cut by hand');
  expect(worksWords(account({ state: 'failed', detail: 'disk full' }), agents)).toContain(
    'disk full',
  );
});

it('tells of the overall limit where there is one', () => {
  const limits = { breaker: { loss_left_overall: 400 } } as LimitsView;
  expect(canLose(account(), undefined)).not.toContain('Over all days');
  expect(canLose(account(), limits)).toMatch(/^150\.00.SIM, then .* Over all days 400\.00.SIM/);
});
