import type { FastifyRequest } from 'fastify';
import type { ApiServer } from '../api-server.ts';
import { pathOf, sendProblem } from '../documents/problem.ts';
import { Refusal } from '../documents/refusal.ts';

/** Answers calls that are no route: 405 when only the method is wrong, else 404. */
export function addUnknownCalls(server: ApiServer): void {
  const methods = new Map<string, Set<string>>();
  server.addHook('onRoute', (route) => {
    if (route.url === '/*') return;
    const known = methods.get(route.url) ?? new Set();
    for (const method of [route.method].flat()) known.add(method);
    methods.set(route.url, known);
  });
  server.setNotFoundHandler((request, reply) => {
    const path = pathOf(request);
    const allowed = [...methods]
      .filter(([url]) => matches(url, path))
      .flatMap(([, known]) => [...known]);
    sendProblem(request, reply, unknownCall(request, path, allowed));
  });
}

function unknownCall(request: FastifyRequest, path: string, allowed: readonly string[]): Refusal {
  if (allowed.length === 0 || allowed.includes(request.method)) {
    return new Refusal(404, 'no-such-call', `There is nothing at ${path}; see docs/api.md.`);
  }
  const methods = [...new Set(allowed)].join(', ');
  const detail = `${path} is called with ${methods}, not with ${request.method}.`;
  return new Refusal(405, 'wrong-method', detail, { headers: { allow: methods } });
}

/** Whether a path fits a route's URL, whose `:name` parts stand for anything. */
function matches(url: string, path: string): boolean {
  const wanted = url.split('/');
  const found = path.split('/');
  if (wanted.length !== found.length) return false;
  return wanted.every((part, index) => part.startsWith(':') || part === found[index]);
}
