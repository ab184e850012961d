import { describe, expect, test } from 'vitest';
import { parseConfig } from '../config/load-config.ts';
import type { StartedWith } from '../config/running-config.ts';
import { Panel, TOKEN, WITH_TOKEN } from './test/panel.ts';

const TEXT = `accounts:
  - name: main
    mode: simulated
    currency: SIM
    symbols: [EURUSD]
    prop_firm_preset: example
`;

function startedWith(text: string): StartedWith {
  const loaded = parseConfig(text);
  if (!loaded.ok) throw new Error('refused');
  const secrets = [{ variable: 'KIMI_HEARTBEAT_URL', isSet: true }];
  return { file: 'kimi.yaml', text, config: loaded.config, secrets, overrides: [] };
}

const panel = () => new Panel(['main'], { configuration: startedWith(TEXT) });
const JSON_TYPE = { ...WITH_TOKEN, 'content-type': 'application/json' };

interface Setting {
  readonly key: string;
  readonly value: unknown;
  readonly account: string | null;
  readonly source: string;
  readonly line: number | null;
  readonly while_running: boolean;
}

describe('GET /api/configuration', () => {
  test('tells every setting with its source, and that a secret is set but not which', async () => {
    const answer = await panel().get('/api/configuration');
    const body = answer.json<{ settings: Setting[]; file: string; secrets: unknown }>();
    expect(body.file).toBe('kimi.yaml');
    expect(body.secrets).toEqual([{ variable: 'KIMI_HEARTBEAT_URL', is_set: true }]);
    const of = (key: string) => body.settings.find((one) => one.key === key);
    expect(of('accounts[0].symbols')).toMatchObject({
      value: ['EURUSD'],
      account: 'main',
      source: 'file',
      line: 5,
      while_running: false,
    });
    expect(of('accounts[0].confidence_threshold')).toMatchObject({ while_running: true });
    expect(of('accounts[0].breaker.phase_profit_lock_pct')).toMatchObject({ source: 'preset' });
    expect(of('api.port')).toMatchObject({ value: 8000, account: null, source: 'default' });
  });

  test('needs a token, as does the check', async () => {
    expect((await panel().get('/api/configuration', {})).statusCode).toBe(401);
    const type = { 'content-type': 'application/json' };
    const check = await panel().post('/api/configuration/check', type, '{}');
    expect(check.statusCode).toBe(401);
  });
});

describe('POST /api/configuration/check', () => {
  const check = (body: unknown, on = panel()) =>
    on.post('/api/configuration/check', JSON_TYPE, JSON.stringify(body));

  test('names problems by line, changes nothing and leaves no record', async () => {
    const on = panel();
    const answer = await check({ text: TEXT.replace('simulated', 'simulatd') }, on);
    expect(answer.json()).toMatchObject({ valid: false, problems: [{ line: 3 }], changes: [] });
    expect(on.room.handedIn).toEqual([]);
    const audit = await on.get('/api/audit');
    expect(audit.json()).toMatchObject({ records: [] });
  });

  test('writes a setting into the text and says what it would change', async () => {
    const answer = await check({ set: { key: 'api.port', value: 9000 } });
    expect(answer.json()).toMatchObject({
      valid: true,
      changes: [{ key: 'api.port', from: 8000, to: 9000 }],
    });
    expect(answer.json<{ yaml: string }>().yaml).toContain('api:\n  port: 9000\n');
  });

  test('refuses a text of unseemly length and a misspelt body', async () => {
    expect((await check({ text: 'x'.repeat(70_000) })).statusCode).toBe(400);
    expect((await check({ txt: '' })).statusCode).toBe(400);
  });
});

test('GET /api/prop-firms lists presets with their age and who is under them', async () => {
  const answer = await panel().get('/api/prop-firms', { authorization: `Bearer ${TOKEN}` });
  expect(answer.json()).toMatchObject({
    problems: [],
    presets: [
      {
        name: 'example',
        firm: 'example',
        phase: 'evaluation',
        size: 10_000,
        checked_on: '2026-11-24',
        accounts: ['main'],
      },
    ],
  });
});
