import { expect, it } from 'vitest';
import { countdownFor } from './countdown.ts';
import { terminalAccounts } from './ground.ts';
import { groundOf } from './test/test-ground.ts';

const two = terminalAccounts(
  groundOf(
    'accounts:\n' +
      '  - { name: a, mode: demo, magic: 1, currency: USD, symbols: [], mt5: { login: 1, server: X } }\n' +
      '  - { name: b, mode: demo, magic: 2, currency: USD, symbols: [], mt5: { login: 2, server: X, port: 8771 } }',
  ),
);

async function counted(isTTY: boolean): Promise<string[]> {
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) };
  const countdown = countdownFor(true, stream as unknown as NodeJS.WriteStream);
  for (const left of [15_000, 14_950, 13_900]) {
    for (const account of two) countdown.tick(account, left);
  }
  await countdown.clearFor(() => {
    written.push('a question');
    for (const account of two) countdown.tick(account, 12_000);
    written.push('its answer');
    return Promise.resolve();
  });
  for (const account of two) countdown.done(account);
  return written;
}

it('tells each account once in a file', async () => {
  expect(await counted(false)).toEqual([
    'waiting for the terminal of a at 127.0.0.1:8770: 15 s\n',
    'waiting for the terminal of b at 127.0.0.1:8771: 15 s\n',
    'a question',
    'its answer',
  ]);
});

it('counts down on one line of a terminal, and leaves nothing behind', async () => {
  const lines = await counted(true);
  expect(lines.indexOf('its answer')).toBe(lines.indexOf('a question') + 1);
  expect(lines[1]).toContain(
    'waiting for the terminal of a at 127.0.0.1:8770, b at 127.0.0.1:8771: 15 s',
  );
  expect(lines[2]).toContain(': 14 s');
  expect(lines.at(-1)).toBe('\r\u001b[K');
});
