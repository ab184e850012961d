import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Bench } from '../bench.ts';
import { MARKET, positionsIn, scenario, type Scenario } from '../scenario.ts';
import { until } from '../scripted-gateway.ts';

/** What the Expert Advisor has written down, and a disk that loses some of it or takes nothing more. */
export const FILES: readonly Scenario[] = [
  scenario('knows from its journal alone what it sent before a restart', async (bench) => {
    const link = await bench.start();
    const first = await link.trade('order', 1, MARKET);
    await bench.expert.kill();
    bench.terminal.faults.empty = true; // the books know nothing of it
    const next = await bench.start();
    const again = await next.trade('order', 1, MARKET);
    expect(again).toMatchObject({ ok: true, dup: true, state: 'DONE', order: first['order'] });
    const other = await next.trade('order', 1, { ...MARKET, volume: 0.2 });
    expect(other).toMatchObject({ code: 'E_CONFLICT' });
    expect(bench.terminal.sent).toHaveLength(1);
  }),
  ...(
    [
      ['damaged', damageAll],
      ['gone', (bench: Bench) => rmSync(fileOf(bench, 'journal'))],
    ] as const
  ).map(([what, damage]) =>
    scenario(
      `sends no number again whose journal is ${what}, though no book shows it`,
      async (bench) => {
        const link = await bench.start();
        bench.terminal.faults.answer = 10_012;
        expect(await link.trade('order', 900, MARKET)).toMatchObject({ state: 'UNKNOWN' });
        await bench.expert.kill();
        damage(bench);
        bench.terminal.faults.empty = true;
        bench.terminal.faults.answer = undefined;
        const next = await bench.start();
        expect(Number(next.snapshots[0]?.['mark'])).toBeGreaterThanOrEqual(900);
        const again = await next.trade('order', 900, MARKET);
        expect(again).toMatchObject({ ok: false, dup: true });
        expect(bench.terminal.sent).toHaveLength(1);
        bench.terminal.faults.empty = false;
        bench.terminal.changed();
        const number = Number(next.snapshots[0]?.['max_number']) + 1;
        expect(await next.trade('order', number, MARKET)).toMatchObject({ ok: true, dup: false });
      },
    ),
  ),
  scenario('opens nothing when its state is damaged, and closes all the same', async (bench) => {
    const link = await bench.start();
    const { position } = await link.trade('order', 1, MARKET);
    await bench.expert.kill();
    writeFileSync(fileOf(bench, 'state'), 'token=0;kill=0;check=0000000000000000\r\n');
    const next = await bench.start();
    const refused = await next.trade('order', 2, MARKET);
    expect(refused).toMatchObject({ ok: false, code: 'E_JOURNAL', state: 'NONE' });
    expect(await next.ask({ t: 'kill', on: false })).toMatchObject({ code: 'E_JOURNAL' });
    const close = { position: String(position), volume: 0.1 };
    expect(await next.trade('close', 3, close)).toMatchObject({ ok: true, state: 'DONE' });
    expect(positionsIn(bench)).toBe(0);
  }),
  scenario('holds a kill that cannot be saved, and saves it once it can', async (bench) => {
    const link = await bench.start();
    bench.terminal.faults.disk = 'full';
    await until('the next look', () => link.of('hb').length > 1);
    expect(await link.ask({ t: 'kill', on: true, why: 'test' })).toMatchObject({
      code: 'E_JOURNAL',
    });
    expect(await link.trade('order', 1, MARKET)).toMatchObject({ code: 'E_JOURNAL' });
    bench.terminal.faults.disk = '';
    await until('a disk again', () => link.of('hb').some(({ state }) => state === 'killed'));
    expect(await link.trade('order', 2, MARKET)).toMatchObject({ code: 'E_KILLED' });
    bench.terminal.faults.disk = 'locked';
    await until('one more look', () => (link.of('hb').length > 6 ? true : undefined));
    expect(await link.ask({ t: 'kill', on: false })).toMatchObject({ code: 'E_JOURNAL' });
    bench.terminal.faults.disk = '';
    const beats = link.of('hb').length;
    await until('a disk once more', () =>
      link
        .of('hb')
        .slice(beats)
        .some(({ state }) => state === 'killed'),
    );
    expect(await link.trade('order', 3, MARKET)).toMatchObject({ code: 'E_KILLED' });
    await bench.expert.kill();
    const next = await bench.start();
    expect(await next.trade('order', 4, MARKET)).toMatchObject({ code: 'E_KILLED' });
    expect(bench.terminal.sent).toEqual([]);
  }),
  scenario('sends nothing of which only half is written down', async (bench) => {
    const link = await bench.start();
    await link.trade('order', 1, MARKET);
    await until('the first looks', () => link.of('hb').length > 2); // the day is written down
    bench.terminal.faults.disk = 'short';
    await until('the next look', () => link.of('hb').length > 3);
    expect(link.of('hb').at(-1)).toMatchObject({ state: 'ready' });
    expect(await link.trade('order', 2, MARKET)).toMatchObject({ code: 'E_JOURNAL' });
    expect(bench.terminal.sent).toHaveLength(1);
    await bench.expert.kill();
    bench.terminal.faults.disk = '';
    const next = await bench.start();
    expect(await next.trade('order', 1, MARKET)).toMatchObject({ dup: true, state: 'DONE' });
    expect(bench.terminal.sent).toHaveLength(1);
  }),
  scenario('keeps two brokers apart that gave the same number', async (bench) => {
    const link = await bench.start();
    await link.ask({ t: 'kill', on: true });
    await bench.expert.kill();
    bench.terminal.account['ACCOUNT_SERVER'] = 'Example Demo';
    bench.terminal.changed();
    const next = await bench.start();
    expect(await next.trade('order', 1, MARKET)).toMatchObject({ ok: true, dup: false });
    const states = filesOf(bench).filter((name) => name.endsWith('-state.txt'));
    expect(states.map((name) => name.replace(/-[0-9a-f]{8}-state/, '-state'))).toEqual([
      '5012345-Example-Demo-state.txt',
      '5012345-Example_Demo-state.txt',
    ]);
  }),
  scenario('reads what was written under the login alone', async (bench) => {
    const link = await bench.start();
    await link.trade('order', 1, MARKET);
    await link.ask({ t: 'kill', on: true });
    await bench.expert.kill();
    for (const what of ['state', 'journal'] as const) {
      renameSync(fileOf(bench, what), join(folderOf(bench), `5012345-${what}.txt`));
    }
    bench.terminal.faults.empty = true;
    const next = await bench.start();
    expect(await next.trade('order', 1, MARKET)).toMatchObject({ dup: true, state: 'DONE' });
    expect(await next.trade('order', 2, MARKET)).toMatchObject({ code: 'E_KILLED' });
    expect(bench.terminal.sent).toHaveLength(1);
  }),
];

function folderOf({ expert }: Bench): string {
  return join(expert.files, 'KimiBridge');
}

/** Not a line of the journal is what was written. */
function damageAll(bench: Bench): void {
  const file = fileOf(bench, 'journal');
  writeFileSync(file, readFileSync(file, 'latin1').replaceAll('order', '0rder'), 'latin1');
}

function filesOf(bench: Bench): string[] {
  return readdirSync(folderOf(bench)).toSorted();
}

function fileOf(bench: Bench, what: 'state' | 'journal'): string {
  const name = filesOf(bench).find((one) => one.endsWith(`-${what}.txt`));
  if (name === undefined) throw new Error(`no ${what} file`);
  return join(folderOf(bench), name);
}
