interface Lock {
  readonly packages?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const ROOT: string;
export function installFault(
  wanted: Lock | undefined,
  installed: Lock | undefined,
): string | undefined;
export function ensureInstalled(say: (line: string) => void): number;
