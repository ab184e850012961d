import helmet from '@fastify/helmet';
import type { ApiServer } from '../api-server.ts';

/**
 * Digest of the one style sheet that lightweight-charts writes into the page, for its attribution
 * mark; a test compares it with the installed version.
 */
export const CHART_MARK_STYLE = "'sha256-3pRED1tOXas1FXFoPb9TGCjmYe9XQsmO9OV23khV2nY='";

/** Nothing is loaded from elsewhere, nothing inline runs, and nobody frames the panel. */
export function addSecurityHeaders(server: ApiServer, isTls: boolean): void {
  void server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", CHART_MARK_STYLE],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    // Plain HTTP on loopback must not pin the host name of every other local program to HTTPS.
    strictTransportSecurity: isTls ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
}
