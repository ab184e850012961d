import { createHash } from 'node:crypto';
import * as z from 'zod';

/** Layout of an archive; a higher one was made by a newer version of the program. */
export const BACKUP_LAYOUT = 1;
export const MANIFEST = 'manifest.json';

/** What an archive says of itself: the first file in it. */
export const manifestSchema = z.object({
  layout: z.number().int(),
  version: z.string().describe('Of the program that made it'),
  madeAt: z.iso.datetime(),
  withSecrets: z.boolean(),
  accounts: z.array(
    z.object({
      name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
      facts: z.number().int().describe('Facts in its journal'),
      nextNumber: z.number().int().describe('Above every order number that it has seen'),
    }),
  ),
  files: z.array(z.object({ path: z.string(), bytes: z.number().int(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof manifestSchema>;

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
