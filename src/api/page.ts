import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { ApiServer } from './api-server.ts';

const YEAR_S = 31_536_000;
/** Names that the page's bundler makes from the content: `assets/index-BXk3v9Qd.js`. */
const HASHED = /[\\/]assets[\\/][^\\/]+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;

function notBuilt(version: string): string {
  return `Kimi Agent ${version} is running; its page is not built.

Build it:  npm run build
then start the program again.

The API works without the page: see docs/api.md.
`;
}

export function pageRoutes(server: ApiServer, pageDir: string | undefined, version: string): void {
  if (pageDir === undefined || !existsSync(join(pageDir, 'index.html'))) {
    server.get('/', { config: { isPublic: true }, schema: { hide: true } }, (_request, reply) =>
      reply.type('text/plain; charset=utf-8').send(notBuilt(version)),
    );
    return;
  }
  void server.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, isPublic: true };
    });
    await scope.register(fastifyStatic, {
      root: pageDir,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (reply, path) => {
        const caching = HASHED.test(path) ? `public, max-age=${YEAR_S}, immutable` : 'no-cache';
        void reply.header('cache-control', caching);
      },
    });
  });
}
