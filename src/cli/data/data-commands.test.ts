import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { feed, lines } from '../../data/fixtures/hand-made.ts';
import { dukascopyMinutes, historyServer } from '../../data/fixtures/history-server.ts';
import { ownFolder } from '../../data/fixtures/store-folder.ts';

const MAIN = join(import.meta.dirname, '../main.ts');
const MONTH = {
  clock: 'eet-eu',
  symbol: 'EURUSD',
  from: '2023-01-02',
  to: '2023-01-28',
  stepMinutes: 15,
};

/** What `kimi-agent data …` says in `folder`, and how it ends. */
async function run(folder: string, ...words: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...words], { cwd: folder });
  const [out, err] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: child.exitCode, out, err };
}

function withMonth(): string {
  const folder = ownFolder();
  writeFileSync(join(folder, 'EURUSD15.csv'), feed(MONTH));
  return folder;
}

describe('kimi-agent data', () => {
  it('imports, lists, exports and reads its own export again', async () => {
    const folder = withMonth();
    const imported = await run(
      folder,
      'data',
      'import',
      'EURUSD15.csv',
      '--clock',
      'eet-eu',
      '--licence',
      'mine',
    );
    expect(imported).toEqual({
      code: 0,
      out:
        'EURUSD M15 bars, 2023-01-02 00:00 to 2023-01-27 21:45 UTC: 1,912 added.\n' +
        `Stored in ${join('.kimi-agent', 'data')}. Run on them: npx kimi-agent backtest --symbol EURUSD\n`,
      err: '',
    });
    const again = await run(folder, 'data', 'import', 'EURUSD15.csv', '--clock', 'eet-eu');
    expect(again.out).toContain('0 added, 1,912 were stored already.');
    const listed = await run(folder, 'data', 'list', '--json', '--verify');
    expect(JSON.parse(listed.out)).toMatchObject({
      series: [
        {
          symbol: 'EURUSD',
          grain: 'M15',
          side: 'bid',
          rows: 1912,
          imports: [{ clock: 'eet-eu', licence: 'mine', files: [{ name: 'EURUSD15.csv' }] }],
        },
      ],
    });
    expect((await run(folder, 'data', 'list', '--verify')).out).toMatch(
      /│ EURUSD │ M15 +│ bid +│ 1,912.*Every row/s,
    );
    const exported = await run(
      folder,
      'data',
      'export',
      'out.csv',
      '--symbol',
      'EURUSD',
      '--format',
      'mt5',
      '--clock',
      'eet-eu',
    );
    expect(exported.out).toBe(
      '1,912 EURUSD M15 bars, written to out.csv. Its times are by the clock eet-eu: say so (--clock ' +
        'eet-eu) when they are read again.\n',
    );
    const back = await run(
      folder,
      'data',
      'import',
      'out.csv',
      '--symbol',
      'EURUSD',
      '--clock',
      'eet-eu',
    );
    expect(back.out).toContain('0 added, 1,912 were stored already.');
    const hours = await run(
      folder,
      'data',
      'export',
      'h1.csv',
      '--symbol',
      'EURUSD',
      '--timeframe',
      'H1',
    );
    expect(hours.out).toContain('478 EURUSD H1 bars, built from M15, written to h1.csv');
    expect(readFileSync(join(folder, 'h1.csv'), 'utf8').split('\n')).toHaveLength(480);
  }, 60_000);

  it('backtests what is stored, as it does the files', async () => {
    const folder = withMonth();
    await run(folder, 'data', 'import', 'EURUSD15.csv', '--clock', 'eet-eu');
    const stored = await run(folder, 'backtest', '--symbol', 'EURUSD');
    const files = await run(
      folder,
      'backtest',
      'EURUSD15.csv',
      '--symbol',
      'EURUSD',
      '--clock',
      'eet-eu',
    );
    expect([stored.code, stored.err]).toEqual([0, '']);
    const hash = /sha256 [0-9a-f]{64}/;
    expect(hash.exec(stored.out)?.[0]).toBe(hash.exec(files.out)?.[0]);
    const both = await run(
      folder,
      'backtest',
      'EURUSD15.csv',
      '--symbol',
      'EURUSD',
      '--store',
      'x',
    );
    expect([both.code, both.err]).toEqual([
      2,
      'kimi-agent: --store takes no files: leave out the one or the other.\n',
    ]);
  }, 60_000);

  it('says what is wrong and how to go on, and ends with 2', async () => {
    const folder = withMonth();
    writeFileSync(
      join(folder, 'bad.csv'),
      lines('datetime;open;high;low;close;volume', '2023-01-02 10:00;1;1;1;x;1'),
    );
    writeFileSync(join(folder, 'file'), '');
    for (const [words, message] of [
      [['list'], '.kimi-agent/data: there is no store of bars here yet. Import files first: '],
      [
        ['import', 'bad.csv', '--symbol', 'EURUSD', '--clock', 'utc'],
        'bad.csv, line 2: "x" in column 5 (close) is not a number.',
      ],
      [
        ['import', 'EURUSD15.csv'],
        'Say by which clock the files were written: --clock RULE. npx kimi-agent data check EURUSD15.csv --symbol EURUSD',
      ],
      [
        ['import', 'bad.csv', '--clock', 'utc'],
        'Say which instrument the files are of: --symbol EURUSD',
      ],
      [
        ['import', 'EURUSD15.csv', '--clock', 'utc'],
        'Use --clock eet-eu, or --trust-clock to overrule this check.',
      ],
      [
        ['import', 'EURUSD15.csv', '--clock', 'eet-eu', '--store', 'file/x'],
        'it cannot be used (ENOTDIR',
      ],
      [
        ['import', 'EURUSD15.csv', '--clock', 'eet-eu', '--price-divisor', '0'],
        'Allowed is a number above 0.',
      ],
      [
        ['import', 'EURUSD15.csv', '--clock', 'eet-eu', '--crossed', 'hide'],
        'Allowed choices are keep, drop, refuse.',
      ],
      [['export', 'o.csv', '--symbol', 'NOSUCH'], 'There is no instrument NOSUCH.'],
      [
        ['export', 'o.csv', '--symbol', 'EURUSD', '--timeframe', 'tick', '--format', 'mt5'],
        '--format mt5 is for bars',
      ],
      [
        ['download', '--symbol', 'EURUSD', '--from', '2023-06-02', '--to', '2023-06-01'],
        'There is no whole day from --from to --to',
      ],
    ] as const) {
      const said = await run(folder, 'data', ...words);
      expect([said.code, said.out]).toEqual([2, '']);
      expect(said.err.replaceAll('\\', '/')).toContain(message);
    }
    expect(existsSync(join(folder, '.kimi-agent'))).toBe(false);
  }, 60_000);

  it('exports to where it can, and leaves no half file', async () => {
    const folder = withMonth();
    await run(folder, 'data', 'import', 'EURUSD15.csv', '--clock', 'eet-eu');
    mkdirSync(join(folder, 'taken'));
    const words = ['data', 'export', 'taken', '--symbol', 'EURUSD'] as const;
    const said = await run(folder, ...words);
    expect([said.code, said.out]).toEqual([2, '']);
    expect(said.err).toContain('taken is a folder: name a file to write to.');
    expect(existsSync(join(folder, 'taken.part'))).toBe(false);
    expect((await run(folder, 'data', 'export', 'no/o.csv', '--symbol', 'EURUSD')).err).toContain(
      'no of no/o.csv does not exist.',
    );
    expect(
      (await run(folder, 'data', 'export', 'o.csv', '--symbol', 'EURUSD', '--timeframe', 'M5')).err,
    ).toContain(
      'it holds nothing of EURUSD that M5 bars can be made of, only M15 from 2023-01-02 to 2023-01-27. See kimi-agent data list',
    );
    expect((await run(folder, 'data', 'export', 'o.csv', '--symbol', 'GBPUSD')).err).toContain(
      'it holds nothing of GBPUSD. See',
    );
  }, 60_000);

  it('downloads day by day, and without a connection ends with 1 and words', async () => {
    const folder = ownFolder();
    const server = await historyServer((path) => {
      const [, side, day] = /\/(BID|ASK)\/2023\/6\/(\d+)$/.exec(path) ?? [];
      return dukascopyMinutes(Date.UTC(2023, 5, Number(day)), side === 'BID' ? 1.1 : 1.1002, 3);
    });
    const words = [
      'data',
      'download',
      '--symbol',
      'EURUSD',
      '--from',
      '2023-06-01',
      '--to',
      '2023-06-03',
    ];
    const offline = await run(folder, ...words, '--mirror', 'http://127.0.0.1:9/v1');
    expect(offline).toMatchObject({ code: 1, out: '' });
    expect(offline.err).toMatch(
      /^kimi-agent: Dukascopy: 127\.0\.0\.1:9 cannot be reached .*; nothing was changed\. Check/,
    );
    expect(existsSync(join(folder, '.kimi-agent'))).toBe(false);
    const done = await run(folder, ...words, '--mirror', server.url);
    expect(done).toEqual({
      code: 0,
      out: `EURUSD: 2 trading days; 6 rows came in. Stored in ${join('.kimi-agent', 'data')}.\n`,
      err: '',
    });
    const again = await run(folder, ...words, '--mirror', server.url);
    expect(again.out).toContain('EURUSD: 2 trading days, 2 of them stored before; 0 rows came in.');
  }, 60_000);

  it('checks with payrolls from a calendar, and trusts a clock it is told to trust', async () => {
    const folder = withMonth();
    const file = join(folder, 'EURUSD15.csv');
    const jump = readFileSync(file, 'utf8').replace(
      /(2023\.01\.06 15:30:00),.*/,
      '$1,1.1,1.2,1.0,1.1,1,0,8',
    );
    writeFileSync(file, jump);
    writeFileSync(
      join(folder, 'calendar.csv'),
      lines(
        'datetime_utc,event,country,impact',
        '2023-01-06T13:30:00+00:00,Employment Situation (NFP),US,high',
      ),
    );
    const checked = await run(
      folder,
      'data',
      'check',
      'EURUSD15.csv',
      '--calendar',
      'calendar.csv',
    );
    expect([checked.code, checked.err]).toEqual([0, '']);
    expect(checked.out).toContain('Payrolls    1 of 1 releases at their minute\n');
    const wrong = ['data', 'check', 'EURUSD15.csv', '--clock', 'utc'];
    expect((await run(folder, ...wrong)).code).toBe(2);
    expect((await run(folder, ...wrong, '--trust-clock')).code).toBe(0);
  }, 60_000);
});
