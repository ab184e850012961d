import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Alert } from './alert.ts';
import { discordChannel } from './chat-channels.ts';
import { Delivery } from './delivery.ts';
import { Outbox } from './outbox.ts';
import { StandIn } from './test/stand-in.ts';
import { eventually, pause } from '../../test/e2e/program.ts';

const alertOf = (id: string, changes: Partial<Alert> = {}): Alert => ({
  id,
  head: 'REAL main',
  account: 'main',
  event: 'trade-closed',
  level: 'info',
  time: 0,
  text: `message ${id}`,
  ...changes,
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'kimi-alerts-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const row = (alert: Alert, changes: { dueAt?: number; folds?: boolean } = {}) => ({
  alert,
  channel: 'it',
  silent: false,
  dueAt: 0,
  folds: false,
  ...changes,
});

/** An outbox in a file, with a channel to a stand-in. */
async function begun(file = join(folder(), 'alerts.sqlite'), service?: StandIn) {
  const standIn = service ?? (await StandIn.open());
  const outbox = Outbox.open(file);
  const said: string[] = [];
  const delivery = new Delivery(discordChannel('it', standIn.url), outbox, {
    sendWithinMs: 200,
    firstPauseMs: 20,
    say: (line) => said.push(line),
  });
  const texts = (): unknown[] => standIn.bodies().map(({ content }) => content);
  return { file, standIn, outbox, delivery, said, texts };
}

const add = (outbox: Outbox, ...rows: ReturnType<typeof row>[]): void =>
  outbox.add(rows, Date.now());

const stateOf = (outbox: Outbox): string[] => outbox.list(100).map(({ state }) => state);

describe('a delivery', () => {
  it('sends in order, each once', async () => {
    const { outbox, delivery, texts } = await begun();
    add(outbox, row(alertOf('1')), row(alertOf('2')));
    add(outbox, row(alertOf('1')), row(alertOf('3')));
    delivery.wake();
    await eventually(() => stateOf(outbox).every((state) => state === 'sent') || undefined, 2_000);
    expect(texts()).toEqual(['1', '2', '3'].map((id) => `REAL main: message ${id}`));
    delivery.wake();
    await delivery.stop(500);
    expect(texts()).toHaveLength(3);
    outbox.close();
  });

  it('goes on trying while the receiver fails, cuts and hangs, and loses nothing', async () => {
    const { outbox, delivery, standIn, texts, said } = await begun();
    standIn.replies.push({ status: 500 }, 'cut', 'hang', { status: 502 });
    add(outbox, row(alertOf('1')), row(alertOf('2')));
    delivery.wake();
    await eventually(() => stateOf(outbox).every((state) => state === 'sent') || undefined, 5_000);
    const one = 'REAL main: message 1';
    expect(texts()).toEqual([one, one, one, one, one, 'REAL main: message 2']);
    expect(said).toEqual([
      'alerts: it does not work: answered 500 {}',
      'alerts: it takes messages again',
    ]);
    await delivery.stop(0);
    outbox.close();
  });

  it('waits as long as a receiver asks', async () => {
    const { outbox, delivery, standIn, texts } = await begun();
    standIn.replies.push({ status: 429, headers: { 'retry-after': '1' } });
    add(outbox, row(alertOf('1')));
    const before = performance.now();
    delivery.wake();
    await pause(300);
    delivery.wake(); // a new message does not shorten it
    expect(texts()).toHaveLength(1);
    await eventually(() => stateOf(outbox)[0] === 'sent' || undefined, 3_000);
    expect(performance.now() - before).toBeGreaterThanOrEqual(990);
    await delivery.stop(0);
    outbox.close();
  });

  it('gives up what will never be taken, and says why', async () => {
    const { outbox, delivery, standIn, texts } = await begun();
    standIn.replies.push({ status: 400, body: 'bad' });
    add(outbox, row(alertOf('1')), row(alertOf('2')));
    delivery.wake();
    await eventually(() => stateOf(outbox)[0] === 'sent' || undefined, 2_000);
    expect(outbox.list(9).map(({ id, state, error }) => [id, state, error])).toEqual([
      ['2', 'sent', ''],
      ['1', 'failed', 'answered 400 bad'],
    ]);
    expect(texts()).toHaveLength(2);
    await delivery.stop(0);
    outbox.close();
  });

  it('goes on after a restart with what was not sent, under the same id', async () => {
    const first = await begun();
    first.standIn.usual = () => ({ status: 503 });
    add(first.outbox, row(alertOf('1')), row(alertOf('2')));
    first.delivery.wake();
    await eventually(() => first.texts().length > 1 || undefined, 2_000);
    await first.delivery.stop(0);
    first.outbox.close();
    const tries = first.texts().length;

    first.standIn.usual = () => ({ status: 204, body: '' });
    const again = await begun(first.file, first.standIn);
    add(again.outbox, row(alertOf('1'))); // the journal tells it once more
    again.delivery.wake();
    await eventually(() => stateOf(again.outbox).every((s) => s === 'sent') || undefined, 3_000);
    expect(again.texts().slice(tries)).toEqual(['REAL main: message 1', 'REAL main: message 2']);
    await again.delivery.stop(0);
    again.outbox.close();
  });

  it('counts what is alike and tells it as one', async () => {
    const { outbox, delivery, texts } = await begun();
    const dueAt = Date.now() + 150;
    for (let at = 1; at <= 12; at += 1) {
      const text = `refused ${at}`;
      add(outbox, row(alertOf('more', { text, time: at }), { folds: true, dueAt }));
    }
    delivery.wake();
    expect(texts()).toEqual([]);
    await eventually(() => stateOf(outbox)[0] === 'sent' || undefined, 2_000);
    expect(texts()).toEqual(['REAL main: 12 more like this, the last: refused 12']);
    await delivery.stop(0);
    outbox.close();
  });

  it('tells many that waited as one message, but what is critical for itself', async () => {
    const { outbox, delivery, texts } = await begun();
    const many = Array.from({ length: 8 }, (_, at) => row(alertOf(String(at))));
    add(outbox, ...many, row(alertOf('c', { level: 'critical' })));
    delivery.wake();
    await eventually(() => stateOf(outbox).every((s) => s === 'sent') || undefined, 2_000);
    expect(texts()).toHaveLength(2);
    expect(texts()[0]).toMatch(
      /^REAL main: 8 messages that waited:\n01-01 00:00 REAL main: message 0/,
    );
    expect(texts()[1]).toBe('REAL main: CRITICAL message c');
    await delivery.stop(0);
    outbox.close();
  });

  it('tries what the outbox cannot take once, and ends with nothing worse', async () => {
    const { outbox, delivery, standIn, texts } = await begun();
    standIn.replies.push('cut');
    const message = {
      ...alertOf('1', { level: 'critical', text: 'the disk is full' }),
      silent: false,
    };
    delivery.tryUnsaved(message);
    delivery.tryUnsaved(message);
    await eventually(() => texts().length === 2 || undefined, 2_000);
    expect(texts()[1]).toBe('REAL main: CRITICAL the disk is full');
    expect(outbox.list(9)).toEqual([]);
    await delivery.stop(0);
    outbox.close();
  });
});
