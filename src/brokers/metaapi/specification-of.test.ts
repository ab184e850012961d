import { describe, expect, it } from 'vitest';
import { clockRule } from '../../market/clock-rule.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import type { Instrument } from '../../market/instrument.ts';
import { instrumentOf } from '../mt5/instrument-of.ts';
import { specificationSchema } from '../mt5/wire/specification.ts';
import { specificationOf } from './specification-of.ts';
import { specificationRecord } from './testing/fake-records.ts';
import { EURUSD } from '../mt5/testing/account-behind.ts';

const SHIPPED = shippedInstrument(EURUSD) as Instrument;
const RECORD = specificationRecord(SHIPPED);

describe('a specification of MetaApi', () => {
  it('is an instrument as a terminal would have told it', () => {
    const told = specificationOf(RECORD, undefined);
    expect(specificationSchema.safeParse(told).success).toBe(true);
    const read = instrumentOf(told, EURUSD, clockRule('eet-us'));
    if (!read.ok) throw new Error(read.why);
    const { digits, contractSize, volumeMin, volumeStep, calculationMode } = SHIPPED;
    expect(read.instrument).toMatchObject({
      symbol: 'EURUSD',
      digits,
      contractSize,
      volumeMin,
      volumeStep,
      calculationMode,
      executionMode: 'market',
      fillingModes: ['fok', 'ioc'],
      orderModes: ['market', 'limit', 'stop'],
      expirationModes: ['gtc', 'specified'],
      tradeMode: 'full',
      marginRates: { buy: 1, sell: 1 },
      swap: { mode: 'points', nights: [0, 1, 1, 3, 1, 1, 0] },
    });
  });

  it('has its sessions in seconds, written with colons or with dots', () => {
    const sessions = {
      MONDAY: [
        { from: '00:05:00.000', to: '12:00:00.000' },
        { from: '12.30.00.000', to: '23.59.59.999' },
      ],
    };
    const told = specificationOf({ ...RECORD, tradeSessions: sessions }, undefined);
    expect(told.sessions).toEqual([
      [],
      [
        [300, 43_200],
        [45_000, 86_400],
      ],
      [],
      [],
      [],
      [],
      [],
    ]);
  });

  it('is what its price says where only that tells', () => {
    const price = { symbol: 'EURUSD', bid: 1.1, ask: 1.10012, time: new Date(0), brokerTime: '' };
    const told = specificationOf(RECORD, { ...price, profitTickValue: 0.9, lossTickValue: 0.8 });
    expect(told).toMatchObject({ spread: 12, tick_value: 0.9, tick_value_loss: 0.8, bid: 1.1 });
  });
});
