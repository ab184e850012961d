import * as z from 'zod';
import type { ApiServer } from '../api-server.ts';
import type { ControlStore } from './control-store.ts';
import { limitInput, numberInput } from '../inputs.ts';

const auditView = z
  .object({
    id: z.number(),
    time: z.number().describe('Instant in milliseconds since 1970-01-01 UTC'),
    who: z.string().describe('How it was let in and under which token'),
    scope: z.string(),
    source: z.string().describe('Address it came from'),
    action: z.string().describe('Method and pattern of the call'),
    target: z.record(z.string(), z.unknown()).describe('Parameters of the call'),
    status: z.number().nullable().describe('Null when the program ended before it was answered'),
    result: z.string().nullable().describe('done, or the short name of the problem'),
    detail: z.string().nullable(),
  })
  .meta({ id: 'AuditRecord' });

const auditList = z
  .object({ success: z.literal(true), records: z.array(auditView).describe('Newest first') })
  .meta({ id: 'AuditList' });

const auditQuery = z.strictObject({
  limit: limitInput(1000, 100),
  before: numberInput('Records older than the one with this id').optional(),
});

export function auditRoute(server: ApiServer, store: ControlStore): void {
  server.get(
    '/api/audit',
    {
      config: { needs: 'admin' },
      schema: {
        summary: 'What was done through the API, by whom, from where, and what came of it',
        tags: ['Records'],
        querystring: auditQuery,
        response: { 200: auditList },
      },
    },
    (request) => {
      const { limit, before } = request.query;
      return { success: true as const, records: store.audit(limit, before) };
    },
  );
}
