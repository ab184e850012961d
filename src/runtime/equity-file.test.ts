import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EquityFile } from './equity-file.ts';
import type { EquityPoint } from './messages.ts';

const point = (time: number) => [time, 10_000 + time, 10_000] as unknown as EquityPoint;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kimi-equity-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('is there again after a restart', () => {
  const before = new EquityFile(folder);
  before.curve.push(point(1));
  before.curve.push(point(2));
  before.write();
  const after = new EquityFile(folder);
  expect(after.curve.last()).toEqual([point(1), point(2)]);
  after.curve.push(point(3));
  after.write();
  expect(JSON.parse(readFileSync(join(folder, 'equity.json'), 'utf8'))).toHaveLength(3);
});

it.each(['{"half', '[[1,2]]', '[[2,1,1],[1,1,1]]', '{}'])(
  'begins anew where the file holds %s',
  (text) => {
    writeFileSync(join(folder, 'equity.json'), text);
    const file = new EquityFile(folder);
    expect(file.curve.last()).toEqual([]);
    file.curve.push(point(1));
    file.write();
    expect(new EquityFile(folder).curve.last()).toEqual([point(1)]);
  },
);
