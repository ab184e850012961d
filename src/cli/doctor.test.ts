import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Program } from '../../test/e2e/program.ts';

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
      expect(out).toMatch(/✓ ok {11}lock {10,}held by the running program \(process \d+, http/);
      expect(code).toBe(0);
    } finally {
      await program.stop();
    }
  });
});
