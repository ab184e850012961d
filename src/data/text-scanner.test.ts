import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { TextScanner } from './text-scanner.ts';

const COMMA = 44;
const scanner = (text: string) => new TextScanner(new TextEncoder().encode(text), COMMA);

describe('readNumber', () => {
  it.each([
    ['0.97312', 0.97312],
    ['1283.931', 1283.931],
    ['1.035030', 1.03503],
    ['127801.0', 127801],
    ['129587.00000000001', 129587],
    ['130583.99999999999', 130584],
    ['5', 5],
    ['.5', 0.5],
    ['5.', 5],
    ['-1.5', -1.5],
    ['+1.5', 1.5],
    ['1e-5', 0.00001],
    [' 1.25 ', 1.25],
    ['0', 0],
  ])('%j is %d', (text, value) => {
    expect(scanner(`${text},1`).readNumber()).toBe(value);
    expect(scanner(text).readNumber()).toBe(value);
  });

  it.each(['', 'NaN', 'inf', '1.2.3', '1-2', 'abc', '--1', '0x10', '1,5'.slice(1), '1 5', '.'])(
    '%j is no number',
    (text) => {
      expect(scanner(`${text},1`).readNumber()).toBeNaN();
    },
  );

  test.prop([fc.double({ min: 1e-6, max: 1e5, noNaN: true }), fc.integer({ min: 0, max: 9 })])(
    'agrees with the language to the last bit',
    (value, digits) => {
      const text = value.toFixed(digits);
      expect(scanner(`${text},`).readNumber()).toBe(Number(text));
    },
  );
});

describe('readStamp', () => {
  it.each([
    ['2022.10.10 00:15:00', '2022-10-10T00:15:00.000Z'],
    ['2022-10-10 00:15:00', '2022-10-10T00:15:00.000Z'],
    ['2022-10-10T00:15', '2022-10-10T00:15:00.000Z'],
    ['2022.10.10', '2022-10-10T00:00:00.000Z'],
    ['20250101 170200', '2025-01-01T17:02:00.000Z'],
    ['20250101 170200123', '2025-01-01T17:02:00.123Z'],
    ['20060320 01:00', '2006-03-20T01:00:00.000Z'],
    ['2012-02-01 00:01:00+00:00', '2012-02-01T00:01:00.000Z'],
    ['2012-02-01 00:01:00+02:00', '2012-01-31T22:01:00.000Z'],
    ['2012-02-01 00:01:00-0530', '2012-02-01T05:31:00.000Z'],
    ['2012-02-01T00:01:00Z', '2012-02-01T00:01:00.000Z'],
    ['2013-01-01 22:02:35.907000+00:00', '2013-01-01T22:02:35.907Z'],
    ['31.12.2021 22:02:35.907 GMT+0200', '2021-12-31T20:02:35.907Z'],
    ['2024-02-29 00:00', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    const one = scanner(`${text},1`);
    expect(new Date(one.readStamp()).toISOString()).toBe(iso);
    expect(one.atSeparator).toBe(true);
  });

  it.each([
    '2023-02-29 00:00',
    '2022-13-01 00:00',
    '2022-00-10 00:00',
    '2022-10-10 24:00',
    '2022-10-10 00:60',
    '1969-12-31 00:00',
    '2061-01-01 00:00',
    '2022-10-10 00:00:00 abc',
    '2022/1/1',
    'yesterday',
    '',
  ])('%j is no time', (text) => {
    expect(scanner(`${text},1`).readStamp()).toBeNaN();
  });
});
