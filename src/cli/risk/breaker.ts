import { z } from 'zod';
import { playTimeline } from './breaker-player.ts';
import { breakerResultSchema, type BreakerResult } from './breaker-result.ts';
import { readTimeline, timelineSchema } from './breaker-timeline.ts';
import { CommandError } from '../exit-codes.ts';
import { readJson, refuseFile, writeJson } from '../schema-file.ts';

export const BREAKER_SCHEMAS = ['timeline', 'result'] as const;
type SchemaName = (typeof BREAKER_SCHEMAS)[number];

export interface BreakerOptions {
  readonly json?: string;
  readonly schema?: SchemaName;
}

/** Tell how the circuit breaker stands after each event of a timeline. */
export function breaker(file: string | undefined, { json, schema }: BreakerOptions): void {
  if (schema !== undefined) {
    process.stdout.write(`${JSON.stringify(breakerSchema(schema), undefined, 2)}\n`);
    return;
  }
  if (file === undefined) {
    throw new CommandError('Name a timeline: npx kimi-agent breaker TIMELINE.json --json OUT');
  }
  const read = readTimeline(readJson(file));
  if (!read.ok) refuseFile(file, read.problems);
  const result = playTimeline(read.value);
  if (json !== undefined) writeJson(json, result);
  process.stdout.write(`${summary(result)}\n`);
}

/** JSON Schema of what is read or written: generated from the schemas that check it. */
export function breakerSchema(name: SchemaName): unknown {
  return name === 'timeline'
    ? {
        title: 'Timeline of kimi-agent breaker',
        ...z.toJSONSchema(timelineSchema, { io: 'input' }),
      }
    : { title: 'Result of kimi-agent breaker', ...z.toJSONSchema(breakerResultSchema) };
}

function summary({ events }: BreakerResult): string {
  if (events.length === 0) return 'There is no event in it.';
  const lines = events.map((one) => {
    const equity = one.equity === null ? '' : `  equity ${one.equity.toFixed(2)}`;
    const limit = one.limit === null ? '' : `  limit ${one.limit.toFixed(2)}`;
    const refused = one.refused === null ? '' : `  refused: ${one.refused}`;
    return `${one.time}  ${one.event}${equity}${limit}  ${one.state}${refused}`;
  });
  return lines.join('\n');
}
