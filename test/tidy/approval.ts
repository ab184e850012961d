import { isCallOf } from './pure-core.ts';
import {
  type Finding,
  finding,
  identifierName,
  importsOf,
  isNode,
  isTest,
  type SourceFile,
  walk,
} from './source-file.ts';

const INSTEAD = 'only the risk manager mints approvals; ask it to assess the order';

/** Approvals made by anyone but the risk manager: called, imported, or asserted by a cast. */
export function strayApprovals(file: SourceFile): readonly Finding[] {
  if (!file.path.startsWith('src/') || file.path.startsWith('src/risk/') || isTest(file.path)) {
    return [];
  }
  const found: Finding[] = [];
  walk(file.program, (node) => {
    if (isCallOf(node, 'approve')) found.push(finding(file, node, `approve() called: ${INSTEAD}`));
    const cast = node.type === 'TSAsExpression' ? node['typeAnnotation'] : undefined;
    if (isNode(cast) && identifierName(cast['typeName']) === 'Approved') {
      found.push(finding(file, node, `cast to Approved: ${INSTEAD}`));
    }
  });
  for (const { node, specifier, names } of importsOf(file)) {
    if (specifier.endsWith('risk/approval.ts') && names.includes('approve')) {
      found.push(finding(file, node, `approve imported: ${INSTEAD}`));
    }
  }
  return found;
}
