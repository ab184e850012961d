import { type Finding, finding, importsOf, type SourceFile } from './source-file.ts';

/** What starts before anything is installed may need nothing that would have to be installed. */
export function launcherDependencies(file: SourceFile): readonly Finding[] {
  if (!file.path.startsWith('bin/')) return [];
  return importsOf(file).flatMap(({ node, specifier }) =>
    /^(node:|\.\/[\w-]+\.mjs$)/.test(specifier)
      ? []
      : finding(
          file,
          node,
          `import of ${specifier} in bin: it runs before npm ci; use node: alone`,
        ),
  );
}

/** Shell syntax and tools that PowerShell, cmd and bash do not read alike. */
export function unportableScripts(scripts: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(scripts).flatMap(([name, command]) =>
    /[&|;<>$`'"*\\]|^\.\/|\b(rm|cp|mv|cat|mkdir|chmod|export|sh|bash)\b|^\w+=/.test(command)
      ? `${name}: ${command}`
      : [],
  );
}
