import type { SdkFailure } from './trade-reply.ts';

/** Errors of the service that nothing but a person can mend. */
export const NEEDS_A_PERSON: ReadonlySet<string> = new Set([
  'UnauthorizedError',
  'ForbiddenError',
  'NotFoundError',
  'ValidationError',
]);

const LONGEST = 500;

/** An error of the SDK, whatever it is made of, without the token that its texts may hold. */
export function failureOf(error: unknown, token: string): SdkFailure {
  const { name, message, numericCode, stringCode } = Object(error) as Partial<SdkFailure>;
  const said = typeof message === 'string' ? message : String(error);
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: withoutToken(said, token).slice(0, LONGEST),
    ...(typeof numericCode === 'number' ? { numericCode } : {}),
    ...(typeof stringCode === 'string' ? { stringCode } : {}),
  };
}

/** Addresses that a client library quotes may carry the token. */
function withoutToken(text: string, token: string): string {
  const hidden = token === '' ? text : text.replaceAll(token, '(token)');
  return hidden.replaceAll(/(auth-?token=)[^&\s"']+/gi, '$1(token)');
}

/** Is an error that nobody awaited one of the SDK's own? It leaves such behind as it reconnects. */
export function isOfSdk(reason: unknown): boolean {
  return reason instanceof Error && (reason.stack ?? '').includes('metaapi.cloud-sdk');
}

/** When the service says that it will answer again; undefined where it does not. */
export function retryAt(error: unknown): number | undefined {
  const { name, metadata } = Object(error) as {
    name?: unknown;
    metadata?: { recommendedRetryTime?: Date | string };
  };
  if (name !== 'TooManyRequestsError' || metadata?.recommendedRetryTime === undefined) {
    return undefined;
  }
  const at = new Date(metadata.recommendedRetryTime).getTime();
  return Number.isFinite(at) ? at : undefined;
}
