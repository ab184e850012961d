import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseConfig } from './load-config.ts';
import { describeProblem } from './problem.ts';
import { secretNamed } from './secrets.ts';

const problems = (channel: string): readonly string[] => {
  const loaded = parseConfig(`alerts: { channels: [${channel}] }`);
  return loaded.ok ? [] : loaded.problems.map(describeProblem);
};

describe('channels of alerts', () => {
  it('need what their kind needs', () => {
    expect(problems('{ name: a, type: telegram }')).toHaveLength(1);
    expect(problems('{ name: a, type: email, host: h, from: a@b.c, to: [] }')[0]).toContain(
      'alerts.channels[0].to',
    );
    expect(problems('{ name: a, type: webhook, url: "https://example.org" }')).toEqual([]);
  });

  it('take no key of another kind, and the address of a chat is a secret', () => {
    expect(problems('{ name: a, type: slack, url: "https://example.org" }')[0]).toContain(
      'Its address is a secret: set it in the environment.',
    );
    expect(problems('{ name: a, type: telegram, chat_ids: [1], token: "1:x" }')[0]).toContain(
      'a secret (not shown)',
    );
  });

  it('send nothing over an open line to another machine', () => {
    expect(problems('{ name: a, type: webhook, url: "http://example.org" }')).toHaveLength(1);
    expect(problems('{ name: a, type: webhook, url: "http://127.0.0.1:9/x" }')).toEqual([]);
    const mail = 'name: a, type: email, from: a@b.c, to: [a@b.c], security: none, user: me';
    expect(problems(`{ ${mail}, host: mail.example.org }`)[0]).toContain('starttls or tls');
    expect(problems(`{ ${mail}, host: 127.0.0.1 }`)).toEqual([]);
  });

  it('have names of their own and events that exist', () => {
    const discord = '{ name: a, type: discord }';
    expect(problems(`${discord}, ${discord}`)[0]).toContain('a name of its own');
    expect(problems('{ name: a, type: discord, events: { trade-open: on } }')[0]).toContain(
      'Did you mean trade-opened?',
    );
    expect(problems('{ name: a, type: discord, events: { started: loud } }')).toHaveLength(1);
  });
});

describe('a secret', () => {
  it('comes from its variable, else from the file that is named', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kimi-secret-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'secret');
    writeFileSync(file, ' of a file \n');
    expect(secretNamed({ A: 'own', A_FILE: file }, 'A')).toEqual({ ok: true, secret: 'own' });
    expect(secretNamed({ A_FILE: file }, 'A')).toEqual({ ok: true, secret: 'of a file' });
    expect(secretNamed({}, 'A')).toEqual({ ok: true, secret: undefined });
    expect(secretNamed({ A_FILE: `${file}-gone` }, 'A')).toEqual({
      ok: false,
      message: 'the file that A_FILE names cannot be read (ENOENT)',
    });
    writeFileSync(file, '\n');
    expect(secretNamed({ A_FILE: file }, 'A')).toMatchObject({ ok: false });
  });
});
