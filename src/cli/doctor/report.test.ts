import { describe, expect, it } from 'vitest';
import { failing, notChecked, ok, warning, type Finding } from './finding.ts';
import { reportJson, reportText, summaryText } from './report.ts';

const FINDINGS: readonly Finding[] = [
  ok({ group: 'upkeep', item: 'disk' }, '5000 MB free'),
  ok({ group: 'program', item: 'node' }, 'Node 24.0.0'),
  failing(
    { group: 'symbols', item: 'mapping', account: 'main', symbol: 'EURUSD' },
    '2 symbols may be EURUSD:\n  EURUSD.a: Euro\n  EURUSD.b: Euro',
    'Say which: kimi-agent doctor --map EURUSD=EURUSD.a\nor write it down',
  ),
  warning({ group: 'alerts', item: 'channels' }, 'none', 'Write alerts.channels.'),
  notChecked({ group: 'evidence', item: 'gate', account: 'main' }, 'real money alone needs it'),
];
const LOOKED = { version: '1.2.3', config: 'kimi.yaml', folder: '/state', isRunning: false };

describe('reportText', () => {
  it('groups what was found, with a sign and a word for each', () => {
    expect(reportText(FINDINGS, LOOKED, undefined)).toBe(
      [
        'Kimi Agent 1.2.3 doctor: kimi.yaml, state folder /state, the program does not run',
        '',
        'Program',
        '  ✓ ok           node                 Node 24.0.0',
        '',
        'Symbols',
        '  ✗ FAILING      main EURUSD mapping  2 symbols may be EURUSD:',
        '                                        EURUSD.a: Euro',
        '                                        EURUSD.b: Euro',
        '                                      → Say which: kimi-agent doctor --map EURUSD=EURUSD.a',
        '                                        or write it down',
        '',
        'Alerts',
        '  ! warning      channels             none',
        '                                      → Write alerts.channels.',
        '',
        'Evidence',
        '  – not checked  main gate            real money alone needs it',
        '',
        'Upkeep',
        '  ✓ ok           disk                 5000 MB free',
        '',
        '2 ok, 1 warning, 1 failing, 1 not checked. Not fit to trade yet: do what the arrows say, and run it again.',
      ].join('\n'),
    );
  });

  it('breaks lines at the width of a terminal, and stands them below where it is narrow', () => {
    const long = failing(
      { group: 'symbols', item: 'cost', account: 'main', symbol: 'EURUSD' },
      'usually 0.3R: spread 8 points, commission 3.5 a lot and side, which is too much',
      'Trade a longer timeframe, ask for an account with lower spreads, or take it out.',
    );
    expect(reportText([long], LOOKED, 90).split('\n').slice(3, 7)).toEqual([
      '  ✗ FAILING      main EURUSD cost  usually 0.3R: spread 8 points, commission 3.5 a lot and',
      '                                   side, which is too much',
      '                                   → Trade a longer timeframe, ask for an account with',
      '                                     lower spreads, or take it out.',
    ]);
    expect(reportText([long], LOOKED, 60).split('\n').slice(3, 7)).toEqual([
      '  ✗ FAILING      main EURUSD cost',
      '      usually 0.3R: spread 8 points, commission 3.5 a lot',
      '      and side, which is too much',
      '      → Trade a longer timeframe, ask for an account with',
    ]);
  });
});

describe('reportJson', () => {
  it('has the same for programs, in the same order', () => {
    const at = new Date('2026-01-06T12:00:00Z');
    expect(reportJson(FINDINGS.slice(0, 3), LOOKED, at)).toEqual({
      success: false,
      version: '1.2.3',
      at: '2026-01-06T12:00:00.000Z',
      config: 'kimi.yaml',
      state_folder: '/state',
      running: false,
      counts: { ok: 2, warning: 0, failing: 1, not_checked: 0 },
      findings: [
        {
          group: 'program',
          item: 'node',
          account: null,
          symbol: null,
          state: 'ok',
          seen: 'Node 24.0.0',
          todo: null,
        },
        {
          group: 'symbols',
          item: 'mapping',
          account: 'main',
          symbol: 'EURUSD',
          state: 'failing',
          seen: '2 symbols may be EURUSD:\n  EURUSD.a: Euro\n  EURUSD.b: Euro',
          todo: 'Say which: kimi-agent doctor --map EURUSD=EURUSD.a\nor write it down',
        },
        {
          group: 'upkeep',
          item: 'disk',
          account: null,
          symbol: null,
          state: 'ok',
          seen: '5000 MB free',
          todo: null,
        },
      ],
    });
  });
});

describe('summaryText', () => {
  const reachable = { group: 'terminal', item: 'reachable', account: 'main' } as const;

  it('calls nothing fit whose terminal was not looked at', () => {
    expect(summaryText([ok(reachable, 'it dialled in')])).toBe(
      '1 ok, 0 warning, 0 failing, 0 not checked. Fit to trade.',
    );
    expect(summaryText([notChecked(reachable, '--wait 0: no terminal is waited for')])).toBe(
      '0 ok, 0 warning, 0 failing, 1 not checked. Nothing is failing, but not every terminal was looked at.',
    );
    const cloud = { group: 'terminal', item: 'metaapi', account: 'main' } as const;
    const known = warning(cloud, 'a third party', 'Know it.');
    expect(summaryText([known, ok(reachable, 'connected')])).toContain('Fit to trade.');
    expect(summaryText([known, notChecked(reachable, 'no token')])).toContain(
      'not every terminal was looked at',
    );
  });
});
