import { describe, expect, it } from 'vitest';
import { checkText } from './check-text.ts';
import { parseConfig } from './load-config.ts';
import { runningSettings, shownText, type StartedWith } from './running-config.ts';

const FILE = `# password: hunter2
accounts:
  - name: main
    mode: simulated
    currency: SIM
    symbols: [EURUSD]
    # Careful.
    limits:
      risk_per_trade_pct: 0.5
    prop_firm_preset: example
alerts:
  channels:
    - { name: desk, type: webhook, url: 'https://me:secret@desk.example/in' }
`;

function started(text = FILE): StartedWith {
  const loaded = parseConfig(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const file = text === '' ? undefined : 'kimi.yaml';
  const overrides = [[['api', 'port'], 9001]] as const;
  return { file, text, config: loaded.config, secrets: [], overrides };
}

const settingsOf = (start: StartedWith) =>
  new Map(runningSettings(start).map((one) => [one.name, one]));

describe('the settings of a running program', () => {
  it('say where each value comes from, its default, its unit and what it is for', () => {
    const settings = settingsOf(started());
    expect(settings.get('accounts[0].limits.risk_per_trade_pct')).toEqual({
      path: ['accounts', 0, 'limits', 'risk_per_trade_pct'],
      name: 'accounts[0].limits.risk_per_trade_pct',
      value: 0.5,
      usual: 1,
      kind: 'number',
      choices: [],
      allowed: 'a number above 0 to 10 (per cent of balance or equity)',
      unit: 'per cent of balance or equity',
      description:
        "Per cent of the smaller of balance and equity that is lost if one trade's stop is hit.",
      source: 'file',
      line: 9,
    });
    expect(settings.get('accounts[0].limits.max_leverage')).toMatchObject({
      value: 30,
      source: 'default',
      line: undefined,
    });
    // The preset's size and its gain of the phase.
    expect(settings.get('accounts[0].breaker.initial_capital')).toMatchObject({
      value: 10_000,
      usual: 0,
      source: 'preset',
    });
    expect(settings.get('api.port')).toMatchObject({ value: 9001, source: 'command-line' });
  });

  it('describe every key', () => {
    const silent = runningSettings(started('')).filter(({ description }) => description === '');
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('tell no secret: not of a comment, not of an address', () => {
    const told = JSON.stringify([...settingsOf(started()).values()]) + shownText(started());
    expect(told).not.toMatch(/hunter2|me:secret/);
    expect(told).toContain('desk.example');
  });
});

describe('a text that is checked', () => {
  it('is good as it runs, and says what would be otherwise', () => {
    expect(checkText(started(), undefined)).toMatchObject({ problems: [], changes: [] });
    const text = FILE.replace('0.5', '0.25');
    expect(checkText(started(), text).changes).toEqual([
      { key: 'accounts[0].limits.risk_per_trade_pct', from: 0.5, to: 0.25 },
    ]);
  });

  it('names the line of each problem, or of the block that lacks something', () => {
    const lines = (text: string) =>
      checkText(started(), text).problems.map(({ key, line }) => [key, line]);
    expect(lines(FILE.replace('0.5', '"0.5"'))).toEqual([
      ['accounts[0].limits.risk_per_trade_pct', 9],
    ]);
    expect(lines(FILE.replace('    mode: simulated\n', ''))).toEqual([['accounts[0].mode', 3]]);
    expect(lines('api:\n  port: 1\n host: x\n')).toEqual([['line 3, column 1', 3]]);
    expect(lines('api:\n  prot: 1\n')).toEqual([['api.prot', 2]]);
    expect(lines(`${FILE}mt5: { password: hunter2 }\n`)).toEqual([['mt5.password', 14]]);
  });

  it('is given a setting, and keeps its comments', () => {
    const set = { key: 'accounts[0].limits.max_positions', value: 3 };
    const { text, changes } = checkText(started(), FILE, set);
    expect(text).toContain('# Careful.\n    limits:\n      risk_per_trade_pct: 0.5\n');
    expect(text).toContain('      max_positions: 3\n');
    expect(changes).toEqual([{ key: set.key, from: 10, to: 3 }]);
    const gone = checkText(started(), text, { ...set, value: null });
    expect(gone.text).not.toContain('max_positions');
  });

  it('takes what a person types as the key wants it', () => {
    const typed = (key: string, value: string) =>
      checkText(started(), FILE, { key, value }).changes;
    const limit = 'accounts[0].limits.max_positions';
    expect(typed(limit, '3')).toEqual([{ key: limit, from: 10, to: 3 }]);
    const windows = 'accounts[0].signal.kill_zones';
    expect(typed(windows, "['02:00-05:00']")).toMatchObject([{ to: ['02:00-05:00'] }]);
    const folder = 'state_dir';
    expect(typed(folder, '2026')).toMatchObject([{ to: '2026' }]);
  });

  it('begins with the account that is there by default', () => {
    const set = { key: 'accounts[0].limits.risk_per_trade_pct', value: 0.5 };
    const { text, changes, problems } = checkText(started(''), undefined, set);
    expect(problems).toEqual([]);
    expect(text).toMatch(/^accounts:\n {2}- name: main\n {4}mode: simulated\n/);
    expect(changes).toEqual([{ key: set.key, from: 1, to: 0.5 }]);
  });

  it('says what is wrong with a value and with a key that is none', () => {
    const tooMuch = { key: 'accounts[0].limits.risk_per_trade_pct', value: 50 };
    expect(checkText(started(), FILE, tooMuch).problems).toMatchObject([{ line: 9, found: '50' }]);
    const odd = checkText(started(), FILE, { key: 'accounts[0].__proto__', value: 1 });
    expect(odd.problems).toMatchObject([{ key: 'accounts[0].__proto__' }]);
    expect(odd.text).toBe(FILE);
  });

  it('has no file read that it names', () => {
    const text = FILE.replace('preset: example', 'preset: /etc/passwd');
    const [problem] = checkText(started(), text).problems;
    expect(problem).toMatchObject({ key: 'accounts[0].prop_firm_preset', line: 10 });
    expect(problem?.found).toContain('is not read');
  });

  it('cannot be blown up by aliases', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (let at = 0; at < 8; at += 1) {
      const name = String.fromCharCode(98 + at);
      const before = String.fromCharCode(97 + at);
      bomb.push(`${name}: &${name} [${Array(10).fill(`*${before}`).join(', ')}]`);
    }
    expect(checkText(started(), bomb.join('\n')).problems).toMatchObject([{ key: 'the file' }]);
  });
});
