import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { booksOf, DiallingTerminal, freePort, listed, SECRET } from './test/odd-broker.ts';
import { Program } from '../../../test/e2e/program.ts';

interface Report {
  readonly success: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: readonly {
    readonly group: string;
    readonly item: string;
    readonly state: string;
    readonly seen: string;
    readonly todo: string | null;
  }[];
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function home(config?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-doctor-'));
  folders.push(folder);
  if (config !== undefined) writeFileSync(join(folder, 'kimi.yaml'), config);
  return folder;
}

const ANY_PORT = 'api: { port: 0 }\n';

describe('kimi-agent doctor', () => {
  it('finds a fresh machine fit, and leaves nothing behind', { timeout: 30_000 }, async () => {
    const folder = home(ANY_PORT);
    const { code, out, err } = await Program.run(['doctor'], folder);
    expect(err).toBe('');
    expect(out).toMatch(
      /^Kimi Agent \S+ doctor: kimi\.yaml, state folder \S+, the program does not run\n/,
    );
    expect(out).toContain(
      '\n  ✓ ok           file           kimi.yaml; accounts: main (simulated)\n',
    );
    expect(out).toMatch(/\n\d+ ok, \d warning, 0 failing, \d not checked\. Fit to trade\.\n$/);
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual(['kimi.yaml']);
  });

  it('names every mistake of a configuration, and ends with 8', { timeout: 30_000 }, async () => {
    const folder = home('acounts: []\napi: { port: 99999 }\n');
    const { code, out } = await Program.run(['doctor', '--json'], folder);
    expect(code).toBe(8);
    const { success, counts, findings } = JSON.parse(out) as Report;
    expect(success).toBe(false);
    expect(counts['failing']).toBe(2);
    const failing = findings.filter(({ state }) => state === 'failing');
    expect(failing.map(({ group, item, todo }) => [group, item, todo])).toEqual([
      [
        'configuration',
        'file',
        'Write an allowed value; config/kimi.example.yaml explains each key and its default.',
      ],
      ['configuration', 'file', 'Did you mean accounts?'],
    ]);
    expect(failing[0]?.seen).toBe(
      'api.port: found 99999; allowed is a whole number from 0 to 65535 (TCP port, 0 for any free one)',
    );
  });

  it('misses a file that was named', { timeout: 30_000 }, async () => {
    const { code, out } = await Program.run(['doctor', '--config', 'other.yaml'], home());
    expect(code).toBe(8);
    expect(out).toContain(
      '✗ FAILING      file          other.yaml: found no readable file (ENOENT); allowed is a YAML file\n',
    );
    expect(out).toContain('→ Check the path, or copy config/kimi.example.yaml there.\n');
  });

  it.skipIf(process.platform === 'win32')(
    'says how a secret that others may read is put right',
    { timeout: 30_000 },
    async () => {
      const folder = home(ANY_PORT);
      const file = join(folder, '.env');
      writeFileSync(file, 'KIMI_HEARTBEAT_URL=https://example.org/secret-ping\n');
      chmodSync(file, 0o644);
      const { code, out } = await Program.run(['doctor'], folder);
      expect(code).toBe(8);
      expect(out).toMatch(/→ Run: chmod 600 \S+\/\.env\n/);
      expect(out).not.toContain('secret-ping');
    },
  );

  it('knows the accounts', { timeout: 30_000 }, async () => {
    const { code, err } = await Program.run(['doctor', '--account', 'other'], home());
    expect(code).toBe(2);
    expect(err).toBe('kimi-agent: There is no account other. Configured: main\n');
  });

  it('goes by the program that runs', { timeout: 60_000 }, async () => {
    const folder = home(ANY_PORT);
    const program = new Program(['start'], folder);
    try {
      await program.link();
      const { code, out } = await Program.run(['doctor'], folder);
      expect(out).toContain('the program runs\n');
      expect(out).toMatch(/✓ ok +as running +the program runs what the file says\n/);
      expect(out).toMatch(/✓ ok {11}lock {10,}held by the running program \(process \d+, http/);
      expect(code).toBe(0);
      writeFileSync(join(folder, 'kimi.yaml'), `${ANY_PORT}retention: { logs_days: 5 }\n`);
      const changed = await Program.run(['doctor'], folder);
      expect(changed.out).toMatch(
        /! warning +as running +the program runs something else than the file says: retention\.logs_days \(runs 30, file 5\)\n +→ Restart it/,
      );
    } finally {
      await program.stop();
    }
  });
});

describe('kimi-agent doctor and a terminal', () => {
  const broker = {
    symbols: [listed('EURUSD', 'EURUSD.r'), listed('XAUUSD', 'GOLD'), listed('USDJPY', 'USDJPY.a')],
  };

  async function atBroker(...symbols: string[]): Promise<{ folder: string; port: number }> {
    const port = await freePort();
    const folder = home(
      `${ANY_PORT}accounts:\n` +
        `  - { name: main, mode: demo, currency: USD, symbols: [${symbols.join(', ')}], ` +
        `server_clock: utc+2, mt5: { login: 5012345, server: Example-Demo, port: ${port} } }\n`,
    );
    const env = join(folder, '.env');
    writeFileSync(env, `KIMI_MT5_SECRET=${SECRET}\n`);
    chmodSync(env, 0o600);
    return { folder, port };
  }

  it(
    'listens itself while nothing runs, and start goes on from what it kept',
    { timeout: 90_000 },
    async () => {
      const { folder, port } = await atBroker('EURUSD', 'XAUUSD');
      const books = booksOf(broker);
      const terminal = new DiallingTerminal({ port, books });
      try {
        const first = await Program.run(['doctor'], folder);
        expect(first.err).toBe(`waiting for the terminal of main at 127.0.0.1:${port}: 15 s\n`);
        expect(first.out).toMatch(
          /✓ ok +main EURUSD mapping +EURUSD\.r, found, and kept from now on: /,
        );
        expect(first.out).toMatch(/✓ ok +main XAUUSD mapping +GOLD, found, and kept from now on: /);
        expect(first.out).toMatch(
          /✓ ok +main reachable +Example Broker, Example-Demo, account 5012345/,
        );
        expect(first.code).toBe(0);
        const program = new Program(['start'], folder);
        try {
          await program.link();
          const { out } = await Program.run(['doctor', '--json'], folder);
          const report = JSON.parse(out) as Report;
          expect(report).toMatchObject({ success: true, running: true });
          const mapped = report.findings.filter(({ item }) => item === 'mapping');
          expect(mapped.map(({ state, seen }) => [state, seen])).toEqual([
            ['ok', 'EURUSD.r, as kept: EUR in USD, 5 digits, 100000 a lot'],
            ['ok', 'GOLD, as kept: XAU in USD, 2 digits, 100 a lot'],
          ]);
          const gateway = report.findings.find(({ item }) => item === 'gateway');
          expect(gateway?.seen).toBe(
            `127.0.0.1:${port} is the running program's, for its terminal`,
          );
        } finally {
          await program.stop();
        }
      } finally {
        await terminal.end();
      }
      expect(books.sent.size).toBe(0);
    },
  );

  it('says what to do when no terminal comes', { timeout: 60_000 }, async () => {
    const { folder, port } = await atBroker('EURUSD');
    const { code, out } = await Program.run(['doctor', '--wait', '1'], folder);
    expect(code).toBe(8);
    expect(out).toMatch(
      new RegExp(
        `✗ FAILING +main reachable +no terminal has dialled 127\\.0\\.0\\.1:${port} within 1 s\\n`,
      ),
    );
    expect(out).toContain('→ In the terminal of 5012345: KimiBridge on one chart');
    expect(out).toMatch(/Not fit to trade yet: do what the arrows say, and run it again\.\n$/);
  });

  it('tells what the running program turned away', { timeout: 60_000 }, async () => {
    const { folder, port } = await atBroker('EURUSD');
    const program = new Program(['start'], folder);
    const hello = { login: '999' };
    const terminal = new DiallingTerminal({ port, hello, books: booksOf(broker) });
    try {
      await program.link();
      await expect
        .poll(async () => (await Program.run(['doctor'], folder)).out, { timeout: 30_000 })
        .toMatch(
          /✗ FAILING +main reachable +turned away, E_ACCOUNT: the terminal is logged in to 999 /,
        );
    } finally {
      await terminal.end();
      await program.stop();
    }
  });

  it('takes an answer for a symbol that is traded alone', { timeout: 30_000 }, async () => {
    const { folder } = await atBroker('EURUSD');
    const { code, err } = await Program.run(['doctor', '--map', 'GBPUSD=GBPUSD.r'], folder);
    expect(code).toBe(2);
    expect(err).toBe(
      'kimi-agent: --map GBPUSD=GBPUSD.r: no account trades GBPUSD. They trade: EURUSD\n',
    );
    const bad = await Program.run(['doctor', '--map', 'GBPUSD'], folder);
    expect(bad.code).toBe(2);
    expect(bad.err).toContain(
      "Allowed is SYMBOL=NAME, such as XAUUSD=GOLD: our name, the broker's.",
    );
  });
});
