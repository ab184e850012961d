import { api } from '../../api/client.ts';
import { useResource } from '../../store/use-resource.ts';
import { words } from '../../words.ts';

interface ComparisonProps {
  readonly left: string;
  readonly right: string;
  /** What a person calls the two. */
  readonly names: readonly [left: string, right: string];
}

/** Two results line by line, as the program compares them. */
export function Comparison({ left, right, names }: ComparisonProps) {
  const say = words.research;
  const { value, failed } = useResource(`compare ${left} ${right}`, () =>
    api.compareBacktests(left, right),
  );
  return (
    <>
      {failed !== undefined && <p className="empty tone-danger">{say.notCompared(failed)}</p>}
      {value?.warnings.map((warning) => (
        <p key={warning} className="compare-warning tone-warning">
          {warning}
        </p>
      ))}
      {value && (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={say.comparison}>
          <table>
            <thead>
              <tr>
                <th scope="col">
                  <span className="unseen">{say.figure}</span>
                </th>
                <th scope="col">{names[0]}</th>
                <th scope="col">{names[1]}</th>
              </tr>
            </thead>
            <tbody>
              {value.lines.map(({ name, left: one, right: other }, at) => (
                // Intervals stand below their figure, and two of them have one name.
                <tr key={`${name} ${at}`}>
                  <td className="tone-quiet">{name}</td>
                  <td>{one}</td>
                  <td>{other}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
