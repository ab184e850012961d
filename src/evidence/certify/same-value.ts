/** Are two plain values (JSON with undefined) the same, keys in any order? */
export function sameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return false;
  }
  const left = one as Readonly<Record<string, unknown>>;
  const right = other as Readonly<Record<string, unknown>>;
  let keys = 0;
  for (const key in left) {
    if (!sameValue(left[key], right[key])) return false;
    keys += 1;
  }
  for (const key in right) {
    if (!(key in left)) return false;
    keys -= 1;
  }
  return keys === 0;
}
