import { spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { certificate, HAS_OPENSSL, type Certificate } from '../../../test/support/certificate.ts';
import { FrameReader, type RawMessage } from './frame-codec.ts';
import { FrontDoor } from './front-door.ts';
import { Gateway } from './gateway.ts';
import { gatewayProof, terminalProof } from './proof.ts';
import { openGateway, TERMS } from './testing/linked-account.ts';
import { frameOf, helloOf, TEST_SECRET, TestTerminal } from './testing/test-terminal.ts';
import { until } from './testing/account-behind.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

describe.skipIf(!HAS_OPENSSL)(
  'an encrypted link with a peer of another make (needs openssl)',
  () => {
    let tls: Certificate;
    beforeAll(() => {
      tls = certificate();
    });
    afterAll(() => tls.remove());

    /** A process that encrypts what it is given; it knows the certificate and insists on it. */
    function peer(port: number) {
      const args = [
        's_client',
        '-quiet',
        '-verify_return_error',
        '-CAfile',
        tls.file,
        '-verify_hostname',
      ];
      const child = spawn('openssl', [...args, 'localhost', '-connect', `127.0.0.1:${port}`]);
      undo.push(() => child.kill());
      const reader = new FrameReader();
      const heard: RawMessage[] = [];
      child.stdout.on('data', (piece: Buffer) => heard.push(...reader.push(piece).messages));
      child.stdin.on('error', () => {});
      const say = (message: object): void => void child.stdin.write(frameOf(message));
      const next = async (type: string): Promise<RawMessage> => {
        await until(() => heard.some(({ t }) => t === type), type);
        return heard.find(({ t }) => t === type) ?? {};
      };
      return { say, next };
    }

    async function shakes(port: number): Promise<void> {
      const { say, next } = peer(port);
      const hello = helloOf();
      say(hello);
      const challenge = String((await next('challenge')).nonce);
      const { login, server } = TERMS;
      const shake = { challenge, hello: String(hello['nonce']), login, server };
      say({ t: 'auth', mac: terminalProof(TEST_SECRET, shake, 'demo') });
      const { mac, token } = await next('welcome');
      expect(mac).toBe(gatewayProof(TEST_SECRET, shake, Number(token)));
    }

    it('is shaken hands over, and plain text is refused', async () => {
      const { terminal } = await openGateway();
      const log: string[] = [];
      const opened = await Gateway.open(
        {
          host: '127.0.0.1',
          port: 0,
          tls,
          version: '1.0.0',
          log: (_, text) => void log.push(text),
        },
        [terminal],
      );
      if (!opened.ok) throw new Error(opened.message);
      undo.push(() => opened.gateway.close());
      await shakes(opened.gateway.port);
      expect(terminal.hello?.login).toBe(TERMS.login);
      const plain = new TestTerminal({ port: opened.gateway.port });
      plain.send(helloOf());
      await plain.closed;
      expect(log.join('\n')).toMatch(/a connection was refused/);
    });

    it('leads through the door of several accounts too', async () => {
      const one = await openGateway();
      undo.push(() => one.gateway.close());
      const { login, server, name } = TERMS;
      const settings = { host: '127.0.0.1', port: 0, tls, version: '1.0.0', log: () => {} };
      const opened = await FrontDoor.open({ ...settings, accounts: [{ name, login, server }] });
      if (!opened.ok) throw new Error(opened.message);
      undo.push(() => opened.door.close());
      opened.door.lead(name, one.port);
      await shakes(opened.door.port);
      expect(one.terminal.hello?.login).toBe(login);
    });
  },
);
