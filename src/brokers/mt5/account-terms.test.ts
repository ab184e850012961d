import { expect, test } from 'vitest';
import { marginTermsOf } from './account-terms.ts';
import { helloOf } from './testing/test-terminal.ts';
import type { Hello } from './wire/messages.ts';

test.each([
  [{}, { leverage: 30, stopOut: { kind: 'percent', marginCall: 100, stopOut: 50 } }],
  [
    { leverage: 500, so_mode: 'money', so_call: 300, so_so: 120 },
    { leverage: 500, stopOut: { kind: 'money', marginCall: 300, stopOut: 120 } },
  ],
])('what a terminal reports of margin: %o', (reported, terms) => {
  expect(marginTermsOf(helloOf(reported) as unknown as Hello)).toEqual(terms);
});
