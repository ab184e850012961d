import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { ROOT } from '../version.ts';
import { installedExpert } from './installed-expert.ts';
import { newFolder, SECRET } from './test/odd-broker.ts';
import { demoAccount, groundOf } from './test/test-ground.ts';

const undo: (() => unknown)[] = [];
afterEach(() => {
  for (const one of undo.splice(0)) one();
});

function terminal() {
  const dataFolder = newFolder(undo);
  const experts = join(dataFolder, 'MQL5', 'Experts');
  const files = join(dataFolder, 'MQL5', 'Files', 'KimiBridge');
  for (const folder of [experts, files]) mkdirSync(folder, { recursive: true });
  const secret = join(files, 'secret.txt');
  writeFileSync(secret, `${SECRET}\n`, { mode: 0o600 });
  copyFileSync(join(ROOT, 'mt5', 'KimiBridge.mq5'), join(experts, 'KimiBridge.mq5'));
  writeFileSync(join(experts, 'KimiBridge.ex5'), '');
  const found = { dataFolder, programFolder: undefined, isPortable: false, winePrefix: undefined };
  return { dataFolder, experts, secret, found };
}

const ground = groundOf(demoAccount(), { environment: { KIMI_MT5_SECRET: SECRET } });

const told = (...parts: Parameters<typeof installedExpert>): string[] =>
  installedExpert(...parts).map(({ item, state, seen, todo }) =>
    [item, state, seen, ...(todo ? [todo] : [])].join(' | '),
  );

const INSTALL = 'Run: kimi-agent mt5 install --account main';

it.skipIf(process.platform === 'win32')('knows what mt5 install has put there', () => {
  const { dataFolder, experts, secret, found } = terminal();
  expect(told(ground, [found])).toEqual([
    `installed | ok | ${dataFolder}: KimiBridge of this version, compiled, with this secret`,
    "terminal-copy | ok | the terminal's copy of the secret is there",
  ]);
  chmodSync(secret, 0o644);
  expect(told(ground, [found])[1]).toBe(
    `terminal-copy | failing | the terminal's copy of the secret is there, but ${secret} is open to ` +
      `other users of this machine (mode 0644) | Run: chmod 600 ${secret}`,
  );
  const source = join(experts, 'KimiBridge.mq5');
  rmSync(join(experts, 'KimiBridge.ex5'));
  expect(told(ground, [found])[0]).toMatch(
    /^installed \| warning \| .*KimiBridge\.mq5 is not compiled \| /,
  );
  writeFileSync(source, '// of another time');
  expect(told(ground, [found])[0]).toBe(
    `installed | warning | ${source} is not the one that came with this version | ${INSTALL}`,
  );
  rmSync(source);
  expect(told(ground, [found])[0]).toBe(
    `installed | warning | ${dataFolder} has the secret, and no KimiBridge.mq5 | ${INSTALL}`,
  );
});

it('finds no terminal, or none that knows the secret', () => {
  expect(told(ground, [])).toEqual([
    'installed | not checked | no terminal is found on this machine',
  ]);
  const { dataFolder, found } = terminal();
  const other = groundOf(demoAccount(), { environment: { KIMI_MT5_SECRET: `${SECRET}x` } });
  expect(told(other, [found])).toEqual([
    `installed | warning | no terminal here has this account's secret: ${dataFolder} | ${INSTALL}`,
  ]);
});
