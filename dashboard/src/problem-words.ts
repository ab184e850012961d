import type { ApiProblem } from './api/client.ts';
import { words } from './words.ts';

/** What went wrong, as a person can use it. */
export function problemWords(problem: ApiProblem): string {
  if (problem.status === 0) return words.problem.noAnswer;
  if (problem.status === 401) return words.problem.signedOut;
  return problem.detail === '' ? problem.title : problem.detail;
}
