import { expect, it } from 'vitest';
import { confidence, count, gain, lots, money, percent, price, rMultiple } from './numbers.ts';

/** Numbers are set with a narrow no-break space and a true minus sign. */
const plain = (text: string) => text.replaceAll('\u202f', ' ').replaceAll('\u2212', '-');

it('writes money with the code of its currency and two decimals', () => {
  expect(plain(money(10_012.4, 'SIM'))).toBe('10,012.40 SIM');
  expect(plain(money(-0.5, 'EUR'))).toBe('-0.50 EUR');
});

it('writes a gain with its sign, and nothing without one', () => {
  expect(plain(gain(12.4, 'SIM'))).toBe('+12.40 SIM');
  expect(plain(gain(-1_200, 'SIM'))).toBe('-1,200.00 SIM');
  expect(plain(gain(0.004, 'SIM'))).toBe('0.00 SIM');
  expect(plain(gain(-0.004, 'SIM'))).toBe('0.00 SIM');
});

it('writes R with its sign', () => {
  expect(plain(rMultiple(1.516))).toBe('+1.52 R');
  expect(plain(rMultiple(-1))).toBe('-1.00 R');
});

it('writes prices with all their digits and no thousands', () => {
  expect(price(2350.1, 2)).toBe('2350.10');
  expect(price(1.1, 5)).toBe('1.10000');
});

it('writes confidence as a number of two decimals, never as a per cent', () => {
  expect(confidence(0.854)).toBe('0.85');
  expect(confidence(1)).toBe('1.00');
});

it('writes the rest', () => {
  expect(plain(percent(1.234))).toBe('1.23 %');
  expect(lots(0.1)).toBe('0.10');
  expect(count(12_345)).toBe('12,345');
});
