import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signatureOf } from '../../src/alerts/chat-channels.ts';
import { ServiceHere } from './service-here.ts';
import { Panel } from './panel.ts';
import { eventually, Program, removeFolder, stateFolder, tokenOf } from './program.ts';

const SECRET = 'a long text that only the receiver knows';

const state = stateFolder();
const service = new ServiceHere();
let config: string;
let program: Program;

beforeAll(async () => {
  await service.open();
  config = join(state, 'kimi.yaml');
  writeFileSync(
    config,
    `alerts: { channels: [{ name: hook, type: webhook, url: '${service.url}/in' }] }
retention: { disk_low_mb: 1000000000 }\n`,
  );
  writeFileSync(join(state, '.env'), `KIMI_ALERT_HOOK=${SECRET}\n`);
});

afterAll(async () => {
  await program?.stop();
  await service.close();
  removeFolder(state);
});

const start = (): Program =>
  new Program(['start', '--config', config, '--port', '0', '--state', state], state);

const events = (): unknown[] => service.received.map(({ body }) => body['event']);

describe('alerts of a real program', () => {
  it('come signed, and begin with mode and account', async () => {
    program = start();
    const panel = await Panel.of(program, state);
    await eventually(() => events().includes('started') || undefined, 10_000);
    const first = service.received.find(({ body }) => body['event'] === 'started');
    expect(first?.body['message']).toMatch(/^SIMULATED main: Started in simulated mode/);
    const { 'x-kimi-timestamp': time, 'x-kimi-signature': signature } = first?.headers ?? {};
    expect(signature).toBe(signatureOf(SECRET, String(time), first?.text ?? ''));

    expect((await panel.post('/api/emergency-stop')).status).toBe(200);
    const stops = () => events().filter((event) => event === 'emergency-stop').length;
    await eventually(() => stops() === 2 || undefined, 10_000); // begun and done
    const stop = service.received.find(({ body }) => body['event'] === 'emergency-stop');
    expect(stop?.body['message']).toMatch(/^SIMULATED main: CRITICAL EMERGENCY STOP by token/);
  }, 60_000);

  it('wait while the receiver fails, outlive a kill, and arrive after it under their ids', async () => {
    service.status = 503;
    const panel = new Panel(new URL(await program.link()).origin, tokenOf(state));
    expect((await panel.post('/api/agents/restart/EURUSD')).status).toBe(200);
    expect((await panel.post('/api/emergency-stop')).status).toBe(200);
    const failed = () => service.refused.filter(({ body }) => body['event'] === 'emergency-stop');
    await eventually(() => failed().length > 0 || undefined, 10_000);
    await program.kill();

    service.status = 200;
    const before = service.received.length;
    program = start();
    await Panel.of(program, state);
    const late = () =>
      service.received.slice(before).filter(({ body }) => body['event'] === 'emergency-stop');
    await eventually(() => late().length > 0 || undefined, 30_000);
    expect(late()[0]?.body['id']).toBe(failed()[0]?.body['id']);
    const ids = service.received.map(({ body }) => body['id']);
    expect(new Set(ids).size).toBe(ids.length);

    const listed = await Program.run(['alerts', 'list', '--state', state, '--json'], state);
    const { messages } = JSON.parse(listed.out) as { messages: { state: string }[] };
    expect(messages.every((message) => message.state === 'sent')).toBe(true);
  }, 90_000);

  it('are not said to be none of a state folder that is not there', async () => {
    const nowhere = await Program.run(['alerts', 'list', '--state', join(state, 'nowhere')], state);
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('no state folder') });
  });

  it('are refused without their secret, before anything trades', async () => {
    writeFileSync(join(state, '.env'), '');
    const { code, err } = await Program.run(
      ['start', '--config', config, '--port', '0', '--state', `${state}/other`],
      state,
    );
    expect(code).toBe(2);
    expect(err).toContain('KIMI_ALERT_HOOK');
  });
});

describe('what no account tells', () => {
  const told = (event: string): unknown =>
    service.received.find(({ body }) => body['event'] === event)?.body['message'];

  it('is told all the same: a disk with little room', () => {
    expect(told('disk-low')).toMatch(
      /^SIMULATED main: CRITICAL The disk of .* MB free, below 1000/,
    );
  });

  it('is told all the same: somebody who guesses tokens', async () => {
    const { origin } = new URL(await program.link());
    const guess = { headers: { authorization: 'Bearer no-such-token-0123456789' } };
    for (let at = 0; at < 12; at += 1) await fetch(`${origin}/api/positions`, guess);
    await eventually(() => told('api-lockout'), 10_000);
    expect(told('api-lockout')).toContain('Somebody at 127.0.0.1 has sent too many wrong tokens');
  }, 20_000);
});

describe('alerts test', () => {
  it('sends through a channel, and its exit code tells whether it arrived', async () => {
    writeFileSync(join(state, '.env'), `KIMI_ALERT_HOOK=${SECRET}\n`);
    const run = () => Program.run(['alerts', 'test', 'hook', '--config', config], state);
    const good = await run();
    expect({ code: good.code, out: good.out }).toEqual({ code: 0, out: 'hook (webhook): sent\n' });
    service.status = 500;
    const bad = await run();
    expect(bad.code).toBe(1);
    expect(bad.out).toContain('hook (webhook): FAILED: answered 500');
    const unknown = await Program.run(['alerts', 'test', 'hok', '--config', config], state);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('Did you mean hook?');
  });
});
