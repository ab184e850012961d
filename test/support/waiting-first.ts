import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Tests of whole programs wait more than they count. Begun first, they wait beside each other and
 * beside the others, and none is left alone at the end.
 */
export class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waits = ({ moduleId }: TestSpecification): boolean =>
      /\/test\/(mt5|e2e)\//.test(moduleId);
    return [...sorted.filter(waits), ...sorted.filter((file) => !waits(file))];
  }
}
