import type { Command } from 'commander';
import { completionNodes, type CompletionNode, type CompletionOption } from './completion-words.ts';

export type Shell = 'bash' | 'zsh' | 'fish' | 'powershell';

/** A script that teaches a shell the commands, options and fixed values of the program. */
export function completionScript(program: Command, shell: Shell): string {
  const nodes = completionNodes(program);
  return SCRIPTS[shell](nodes);
}

const SCRIPTS: Readonly<Record<Shell, (nodes: readonly CompletionNode[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

/** In single quotes for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const withValue = (options: readonly CompletionOption[]): readonly CompletionOption[] =>
  options.filter(({ takesValue }) => takesValue);

/** What may be written next at a node: its commands, options and the words of its arguments. */
function wordsOf({ commands, options, argumentChoices }: CompletionNode): string[] {
  return [
    ...commands.map(({ name }) => name),
    ...options.map(({ name }) => name),
    ...argumentChoices,
  ];
}

/** Cases of a shell's `case`: what follows an option that takes a value. */
function valueCases(nodes: readonly CompletionNode[], files: string): string[] {
  return nodes.flatMap(({ path, options }) =>
    withValue(options).map(({ name, choices }) => {
      const words = choices.length === 0 ? files : `found=${quoted(choices.join(' '))}`;
      return `    ${quoted(`${path}|${name}`)}) ${words} ;;`;
    }),
  );
}

function wordCases(nodes: readonly CompletionNode[]): string[] {
  return nodes.map(
    (node) => `    ${quoted(node.path)}) found=${quoted(wordsOf(node).join(' '))} ;;`,
  );
}

/** Finds the path of commands so far, in words that bash and zsh both read. */
function walk(nodes: readonly CompletionNode[], all: string): string {
  const paths = nodes.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  return `  local at='' word next
  for word in "\${${all}}"; do
    case "$word" in -*) continue ;; esac
    next="\${at:+$at }$word"
    case "$next" in
      ${paths.join('|')}) at=$next ;;
    esac
  done`;
}

function bashScript(nodes: readonly CompletionNode[]): string {
  return `# Completion of kimi-agent for bash. To use it: source <(kimi-agent completion bash)
_kimi_agent() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} found='' files=no
${walk(nodes, 'COMP_WORDS[@]:1:COMP_CWORD-1')}
  case "$at|$previous" in
${valueCases(nodes, 'files=yes').join('\n')}
    *) case "$at" in
${wordCases(nodes).join('\n')}
    esac ;;
  esac
  COMPREPLY=()
  if [ "$files" = no ]; then COMPREPLY=($(compgen -W "$found" -- "$current")); fi
  if [ \${#COMPREPLY[@]} -eq 0 ] && [[ $current != -* ]]; then
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _kimi_agent kimi-agent
`;
}

function zshScript(nodes: readonly CompletionNode[]): string {
  return `#compdef kimi-agent
# Completion of kimi-agent for zsh. To use it: source <(kimi-agent completion zsh)
_kimi_agent() {
  local current=\${words[CURRENT]} previous=\${words[CURRENT-1]} files=no
  local -a before=("\${(@)words[2,CURRENT-1]}")
${walk(nodes, 'before[@]')}
  local found=''
  case "$at|$previous" in
${valueCases(nodes, 'files=yes').join('\n')}
    *) case "$at" in
${wordCases(nodes).join('\n')}
    esac ;;
  esac
  if [[ $files = yes ]]; then _files; return; fi
  compadd -- \${=found} || _files
}
compdef _kimi_agent kimi-agent
`;
}

function fishScript(nodes: readonly CompletionNode[]): string {
  const lines = nodes.flatMap(({ path, commands, options, argumentChoices }) => {
    const when =
      path === ''
        ? '-n __fish_use_subcommand'
        : `-n ${quoted(
            path
              .split(' ')
              .map((name) => `__fish_seen_subcommand_from ${name}`)
              .join('; and '),
          )}`;
    return [
      ...commands.map(
        ({ name, description }) =>
          `complete -c kimi-agent ${when} -a ${quoted(name)} -d ${quoted(description)}`,
      ),
      ...options.map(({ name, description, takesValue, choices }) => {
        const values = choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : '';
        const value = takesValue ? values || ' -r' : '';
        return `complete -c kimi-agent ${when} -l ${name.slice(2)}${value} -d ${quoted(description)}`;
      }),
      ...(argumentChoices.length > 0
        ? [`complete -c kimi-agent ${when} -a ${quoted(argumentChoices.join(' '))}`]
        : []),
    ];
  });
  return `# Completion of kimi-agent for fish. To use it: kimi-agent completion fish | source
${lines.join('\n')}
`;
}

function powershellScript(nodes: readonly CompletionNode[]): string {
  const list = (words: readonly string[]): string =>
    `@(${words.map((word) => `'${word.replaceAll("'", "''")}'`).join(', ')})`;
  const values = nodes.flatMap(({ path, options }) =>
    withValue(options).map(({ name, choices }) => `  '${path}|${name}' = ${list(choices)}`),
  );
  const words = nodes.map((node) => `  '${node.path}' = ${list(wordsOf(node))}`);
  return `# Completion of kimi-agent for PowerShell. To use it:
#   kimi-agent completion powershell | Out-String | Invoke-Expression
$KimiAgentWords = @{
${words.join('\n')}
}
$KimiAgentValues = @{
${values.join('\n')}
}
Register-ArgumentCompleter -Native -CommandName kimi-agent -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($wordToComplete -ne '' -and $typed.Count -gt 0) {
    $typed = @($typed | Select-Object -SkipLast 1)
  }
  $path = ''
  foreach ($word in $typed) {
    $next = "$path $word".Trim()
    if (-not $word.StartsWith('-') -and $KimiAgentWords.ContainsKey($next)) { $path = $next }
  }
  $previous = if ($typed.Count -gt 0) { $typed[-1] } else { '' }
  $words = $KimiAgentWords[$path]
  if ($KimiAgentValues.ContainsKey("$path|$previous")) {
    $words = $KimiAgentValues["$path|$previous"]
  }
  $words | Where-Object { $_ -like "$wordToComplete*" } |
    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
`;
}
