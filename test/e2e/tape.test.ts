import { writeFileSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { eagerAccount } from './eager-account.ts';
import { Panel } from './panel.ts';
import { eventually, pause, Program, removeFolder, stateFolder } from './program.ts';
import { accountFolder } from './state-files.ts';

interface Answer {
  readonly same: boolean;
  readonly facts: number;
  readonly reruns: readonly {
    readonly snapshot: number;
    readonly end: string;
    readonly events: number;
    readonly uncovered: number;
  }[];
}

const state = stateFolder();
const config = eagerAccount(state);
let program: Program | undefined;

async function begin(): Promise<Panel> {
  const where = ['--port', '0', '--state', state, '--config', config];
  program = new Program(['start', ...where, '--speed', '1800']);
  return Panel.of(program, state);
}

async function replayed(): Promise<Answer> {
  const { code, out, err } = await Program.run(['replay', accountFolder(state), '--json']);
  expect({ code, err, out }).toMatchObject({ code: 0, err: '' });
  return JSON.parse(out) as Answer;
}

afterAll(async () => {
  await program?.kill();
  removeFolder(state);
});

describe('a program that was killed again and again, with strategies in threads of their own', () => {
  it(
    'can be replayed from each of its starts, also while it runs',
    { timeout: 120_000 },
    async () => {
      for (let kill = 0; kill < 2; kill += 1) {
        const panel = await begin();
        await eventually(async () => (await panel.positions())[0], 60_000);
        await pause(300 + Math.random() * 300);
        await program?.kill();
      }
      const panel = await begin();
      await eventually(async () => (await panel.positions())[0], 60_000);
      const running = await replayed();
      expect(running.same).toBe(true);
      expect(running.reruns.map(({ end }) => end)).toEqual([
        expect.stringMatching(/open|torn/),
        expect.stringMatching(/open|torn/),
        expect.stringMatching(/open|torn/),
      ]);
      await program?.stop();
      const ended = await replayed();
      expect(ended.same).toBe(true);
      expect(ended.facts).toBeGreaterThan(30);
      expect(ended.reruns.at(-1)).toMatchObject({ end: 'ended', uncovered: 0 });
      const check = await Program.run(['journal', 'check', '--state', state]);
      expect(check.out).toContain('sound snapshots');
      expect(check.out).not.toContain('passed over');
    },
  );

  it('records nothing when it is told to', { timeout: 60_000 }, async () => {
    writeFileSync(config, `${readFileSync(config, 'utf8')}retention: { tape_mb: 0 }\n`);
    const before = (await replayed()).reruns.length;
    const panel = await begin();
    await eventually(async () => (await panel.positions())[0], 60_000);
    await program?.stop();
    expect((await replayed()).reruns).toHaveLength(before);
  });
});
