import { describe, expect, it } from 'vitest';
import { alertsCheck } from './alerts-check.ts';
import { diskCheck } from './disk-check.ts';
import { evidenceCheck } from './evidence-check.ts';
import type { Finding } from './finding.ts';
import { machineClockCheck } from './machine-clock-check.ts';
import { nodeVersion } from './node-version.ts';
import { realMoneyCheck } from './real-money-check.ts';
import { riskySettings } from './risky-settings.ts';
import { simulatedCheck } from './simulated-check.ts';
import { demoAccount, groundOf } from './test/test-ground.ts';

const told = (findings: readonly Finding[]): string[] =>
  findings.map(({ state, seen, todo }) => [state, seen, ...(todo ? [todo] : [])].join(' | '));

describe('nodeVersion', () => {
  it('knows the Node that the sources need', () => {
    expect(told(nodeVersion('24.0.0'))).toEqual(['ok | Node 24.0.0']);
    expect(told(nodeVersion('22.21.1'))).toEqual([
      'failing | Node 22.21.1, and 24 is needed | Start it by npx kimi-agent, which brings its own, ' +
        'or install Node 24 or newer.',
    ]);
  });
});

describe('riskySettings', () => {
  it('finds nothing in the defaults', () => {
    expect(told(riskySettings(groundOf('')))).toEqual([
      'ok | risks 1 % a trade, the day ends at −2 %',
    ]);
  });

  it('names each setting that a person should have meant', () => {
    const account = demoAccount(
      'confidence_threshold: 0.4',
      'limits: { risk_per_trade_pct: 5 }',
      'breaker: { daily_drawdown_pct: 4, on_trip: block }',
    );
    expect(told(riskySettings(groundOf(account)))).toEqual([
      'warning | limits.risk_per_trade_pct is 5: ten losses in a row take about 40 % | Write 1 or less.',
      'warning | one loss (5 %) is more than the day may lose (4 %) | Lower ' +
        'limits.risk_per_trade_pct, or raise breaker.daily_drawdown_pct.',
      'warning | breaker.on_trip is block: what is open runs on when the day is lost | Write on_trip: close-all.',
      'warning | confidence_threshold is 0.4: nearly every setup is traded | Write 0.85, the ' +
        'default, or prove the lower one in a backtest.',
    ]);
  });

  it('misses a strategy that is not there', () => {
    const findings = riskySettings(groundOf(demoAccount('strategy: /nowhere/mine.ts')));
    expect(told(findings)[1]).toBe(
      'failing | There is no strategy file /nowhere/mine.ts. | Correct strategy: in the account.',
    );
  });
});

describe('realMoneyCheck', () => {
  const real = (more: string): string =>
    demoAccount()
      .replace('mode: demo', 'mode: real')
      .replace('server: Example-Demo', `server: Example-Live${more}`);

  it('says whose money it is', () => {
    expect(told(realMoneyCheck(groundOf(demoAccount())))).toEqual([
      'ok | demo: a real account is refused',
    ]);
    expect(told(realMoneyCheck(groundOf(real(', arm_real_login: 5012345'))))).toEqual([
      'ok | REAL MONEY: 5012345 is armed, as arm_real_login says',
    ]);
  });

  it('fails a real account that is not armed by its own login', () => {
    const todo =
      'If real money is to be traded, write under mt5: arm_real_login: 5012345\n' +
      'If not, write mode: demo, or paper.';
    expect(told(realMoneyCheck(groundOf(real(''))))).toEqual([
      `failing | mode: real, and no login is armed: 5012345 will be refused | ${todo}`,
    ]);
    expect(told(realMoneyCheck(groundOf(real(', arm_real_login: 99'))))).toEqual([
      `failing | mode: real, and 99 is armed, not 5012345: it will be refused | ${todo}`,
    ]);
  });
});

describe('evidenceCheck', () => {
  it('wants a passed gate for real money alone', () => {
    expect(told(evidenceCheck(groundOf(demoAccount())))).toEqual([
      'not checked | real money alone needs it',
    ]);
    const real = demoAccount().replace('mode: demo', 'mode: real');
    const todo = 'Run a backtest with --controls, then: kimi-agent gate RESULT (docs/evidence.md).';
    expect(told(evidenceCheck(groundOf(real)))).toEqual([
      `failing | has passed no gate: opens no trade until it passes one (kimi-agent gate) | ${todo}`,
    ]);
    const waived = real.concat('\n    trade_without_evidence: true');
    expect(told(evidenceCheck(groundOf(waived)))).toEqual([
      'warning | has passed no gate: trades real money WITHOUT EVIDENCE, as trade_without_evidence ' +
        `says | ${todo}`,
    ]);
  });
});

describe('alertsCheck', () => {
  const channel = '\nalerts: { channels: [{ name: phone, type: discord }] }';

  it('asks for a channel where a broker is traded with', () => {
    expect(told(alertsCheck(groundOf('')))[0]).toBe('not checked | none, and none is needed here');
    expect(told(alertsCheck(groundOf(demoAccount())))[0]).toBe(
      'warning | none: nobody is told when something goes wrong | Write alerts.channels ' +
        '(docs/alerts.md has an example of each kind).',
    );
  });

  it('misses the secret of a channel, and shows none', () => {
    const [missing] = told(alertsCheck(groundOf(demoAccount().concat(channel))));
    expect(missing).toBe(
      'failing | channel phone (discord) needs its secret, the whole address of the webhook: set ' +
        'KIMI_ALERT_PHONE in the environment or in .env, or KIMI_ALERT_PHONE_FILE to a file that ' +
        'holds it | Do so: it will not start without.',
    );
    const environment = { KIMI_ALERT_PHONE: 'https://example.org/hook/abc' };
    const [there] = told(alertsCheck(groundOf(demoAccount().concat(channel), { environment })));
    expect(there).toBe('ok | discord, its secret is there; kimi-agent alerts test sends a message');
  });

  it('reads the heartbeat', () => {
    const beat = (KIMI_HEARTBEAT_URL: string): string | undefined =>
      told(alertsCheck(groundOf('', { environment: { KIMI_HEARTBEAT_URL } })))[1];
    expect(beat('https://example.org/ping')).toBe('ok | an outside service is told of every beat');
    expect(beat('here')).toBe(
      'failing | KIMI_HEARTBEAT_URL holds no address (https://…) | Correct KIMI_HEARTBEAT_URL, or unset it.',
    );
  });
});

describe('diskCheck', () => {
  const disk = async (mb: number): Promise<string[]> =>
    told(await diskCheck(groundOf('', { folder: '/tmp' }), () => Promise.resolve(mb * 2 ** 20)));

  it('tells of room, of little and of none', async () => {
    const todo = 'Make room, or put the state folder on another disk: --state DIR.';
    expect(await disk(5000)).toEqual(['ok | 5000 MB free; logs are kept 30 days']);
    expect(await disk(1023)).toEqual([
      `warning | 1023 MB free, below retention.disk_low_mb (1024 MB) | ${todo}`,
    ]);
    expect(await disk(99)).toEqual([`failing | 99 MB free: too little to trade by | ${todo}`]);
  });
});

describe('machineClockCheck', () => {
  it('believes the system', () => {
    expect(told(machineClockCheck('yes'))).toEqual([
      'ok | this machine sets its clock by the network',
    ]);
    expect(told(machineClockCheck('no'))).toEqual([
      'warning | this machine does not set its clock by the network: it will drift | Run: sudo ' +
        'timedatectl set-ntp true',
    ]);
  });
});

describe('simulatedCheck', () => {
  it('knows its market', () => {
    expect(told(simulatedCheck(groundOf('')))).toEqual([
      'not checked | simulated: no broker, no terminal, nothing of it is real',
      'ok | EURUSD, GBPUSD, USDJPY, XAUUSD, AUDUSD: in its market',
    ]);
    const strange =
      'accounts: [{ name: a, mode: simulated, currency: SIM, symbols: [MINE] }]\n' +
      'instruments: [{ symbol: MINE, like: EURUSD }]';
    expect(told(simulatedCheck(groundOf(strange)))[1]).toMatch(
      /^failing \| its market has no MINE \| Choose of: EURUSD, /,
    );
  });

  it('fails an account that has no terminal and needs one', () => {
    const paper = 'accounts: [{ name: a, mode: paper, currency: USD, symbols: [EURUSD] }]';
    expect(told(simulatedCheck(groundOf(paper)))).toEqual([
      'failing | mode paper needs a terminal, and mt5: is not written | Write mt5: with login and ' +
        'server of the account (docs/mt5.md).',
    ]);
  });
});
