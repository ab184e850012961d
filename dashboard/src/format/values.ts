/** A value of the configuration as a YAML file would hold it in one line. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, inner]) => `${key}: ${valueText(inner)}`);
    return `{ ${pairs.join(', ')} }`;
  }
  return String(value);
}
