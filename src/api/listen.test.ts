import { expect, test } from 'vitest';
import { listen } from './listen.ts';
import { Panel } from './test/panel.ts';

test('answers where it can be reached, also when the system chose the port', async () => {
  const { server } = new Panel(['main']);
  const opened = await listen(server, { host: '127.0.0.1', port: 0 });
  if (!opened.ok) throw new Error(opened.message);
  expect(opened.port).toBeGreaterThan(0);
  expect(opened.url).toBe(`http://127.0.0.1:${opened.port}`);
  expect((await fetch(`${opened.url}/health`)).status).toBe(200);
  await server.close();
});

test('a taken port is an answer that says which and what to do', async () => {
  const first = new Panel(['main']);
  const second = new Panel(['main']);
  const opened = await listen(first.server, { host: '127.0.0.1', port: 0 });
  if (!opened.ok) throw new Error(opened.message);
  const refused = await listen(second.server, { host: '127.0.0.1', port: opened.port });
  expect(refused).toEqual({
    ok: false,
    reason: 'port-taken',
    message:
      `Port ${opened.port} on 127.0.0.1 is taken by another program, perhaps by this one ` +
      `started before. Stop that, or choose another port: --port ${opened.port + 1}`,
  });
  await first.server.close();
  await second.server.close();
});

test('an address of another machine is an answer too', async () => {
  const { server } = new Panel(['main']);
  const refused = await listen(server, { host: '192.0.2.1', port: 0, listenWithoutTls: true });
  expect(refused).toMatchObject({ ok: false, reason: 'no-such-address' });
  await server.close();
});
