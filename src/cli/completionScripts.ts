import type { CompletedCommand, CompletedOption } from './completionWords.js';

/** Shells that completion is written for, and the script of each. */
export const SHELLS: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash,
  zsh,
  fish,
};

/** For bash 4 and later: commands, their options, the words an option or argument may be, files. */
function bash(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(({ name, options, words }) => {
    const values = options
      .filter(({ choices }) => choices.length > 0)
      .map(({ flag, choices }) => `        ${flag}) words="${choices.join(' ')}" ;;`);
    const free = options
      .filter(({ takesValue, choices }) => takesValue && choices.length === 0)
      .map(({ flag }) => flag);
    return [
      `    ${name})`,
      '      case "$previous" in',
      ...values,
      ...(free.length > 0 ? [`        ${free.join('|')}) ;;`] : []),
      '        *)',
      `          if [[ $current == -* ]]; then words="${options.map(({ flag }) => flag).join(' ')} --help"`,
      `          else words="${words.join(' ')}"; fi ;;`,
      '      esac ;;',
    ].join('\n');
  });
  return `# bash completion for farfield: eval "$(farfield completion bash)"
_farfield() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words=""
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} help --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  if [[ -n $words ]]; then COMPREPLY=($(compgen -W "$words" -- "$current")); fi
  # Nothing of ours fits: files.
  if [[ \${#COMPREPLY[@]} -eq 0 && $current != -* ]]; then
    COMPREPLY=($(compgen -f -- "$current"))
    compopt -o filenames 2>/dev/null
  fi
}
complete -F _farfield farfield
`;
}

function zsh(commands: readonly CompletedCommand[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const plain = (text: string) => text.replace(/[[\]:\\]/g, (found) => `\\${found}`);
  const argument = ({ flag, description, takesValue, choices }: CompletedOption) => {
    const value = takesValue
      ? `:value:${choices.length > 0 ? `(${choices.join(' ')})` : '_files'}`
      : '';
    return quoted(`${flag}[${plain(description)}]${value}`);
  };
  const cases = commands.map(({ name, options, words }) => {
    const rest = words.length > 0 ? `'*:word:(${words.join(' ')})'` : "'*:file:_files'";
    return `    ${name}) _arguments ${options.map(argument).join(' ')} ${rest} ;;`;
  });
  const listed = commands.map(({ name, description }) => quoted(`${name}:${plain(description)}`));
  return `#compdef farfield
# zsh completion for farfield: eval "$(farfield completion zsh)"
_farfield() {
  if (( CURRENT == 2 )); then
    local -a commands=(${listed.join(' ')})
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _farfield farfield
`;
}

function fish(commands: readonly CompletedCommand[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ name, description, options, words }) => {
    const within = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      `complete -c farfield -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`,
      ...(words.length > 0
        ? [`complete -c farfield ${within} -f -a ${quoted(words.join(' '))}`]
        : []),
      ...options.map(({ flag, description: says, takesValue, choices }) => {
        const value = takesValue
          ? ` -r${choices.length > 0 ? ` -f -a ${quoted(choices.join(' '))}` : ''}`
          : '';
        return `complete -c farfield ${within} -l ${flag.replace(/^--/, '')}${value} -d ${quoted(says)}`;
      }),
    ];
  });
  return `# fish completion for farfield: farfield completion fish | source\n${lines.join('\n')}\n`;
}
