import { expect, it } from 'vitest';
import { problemFrom } from './client.ts';
import { codeInHash } from './session.ts';

it('reads the words of a problem document', () => {
  const body = { title: 'Bad Request', detail: 'EURUSD has an agent already.', status: 400 };
  expect(problemFrom(400, body)).toEqual({
    status: 400,
    title: 'Bad Request',
    detail: 'EURUSD has an agent already.',
  });
});

it('makes do with an answer that is no problem document', () => {
  expect(problemFrom(502, undefined)).toEqual({ status: 502, title: 'HTTP 502', detail: '' });
  expect(problemFrom(500, { title: 7 })).toEqual({ status: 500, title: 'HTTP 500', detail: '' });
});

it('finds the one-time code of an address', () => {
  expect(codeInHash('#code=a1-B2_c3')).toBe('a1-B2_c3');
  expect(codeInHash('#other=1')).toBeUndefined();
  expect(codeInHash('')).toBeUndefined();
});
