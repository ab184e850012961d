export function findNode(
  here: {
    readonly platform: string;
    readonly arch: string;
    readonly version: string;
    readonly execPath: string;
  },
  pins: Readonly<Record<string, string>>,
  packageFolder: string,
): { readonly ok: true; readonly node: string } | { readonly ok: false; readonly why: string };
export function projectNode(): ReturnType<typeof findNode>;
export function runWith(node: string, script: string, args: readonly string[]): Promise<number>;
