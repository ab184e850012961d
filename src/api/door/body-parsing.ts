import type { ApiServer } from '../api-server.ts';
import { Refusal } from '../documents/refusal.ts';

/** No call needs more; what is larger is refused before it is read. */
export const BODY_BYTES_MAX = 16 * 1024;

/**
 * JSON only. An empty body is no body whatever its type says: curl -d '' and PowerShell name a type
 * even when they send nothing, and an emergency stop must not fail on that.
 */
export function addBodyParsing(server: ApiServer): void {
  server.removeAllContentTypeParsers();
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, body, done) => {
      if (body.trim() === '') done(null, undefined);
      else void parseJson(request, body, done);
    },
  );
  server.addContentTypeParser<string>('*', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') done(null, undefined);
    else
      done(new Refusal(415, 'bad-request', 'A body must be JSON: content-type application/json.'));
  });
}
