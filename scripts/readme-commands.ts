/** A command that README.md shows, and what it shows of its output. */
export interface ReadmeCommand {
  command: string;
  /** Undefined where the README shows no output. */
  output: string | undefined;
}

const BLOCK = /^```(console|sh)\n([\s\S]*?)^```$/gm;

/** The commands of the README's `console` and `sh` blocks, in order. */
export function readmeCommands(markdown: string): ReadmeCommand[] {
  return [...markdown.matchAll(BLOCK)].flatMap(([, kind, body = '']): ReadmeCommand[] => {
    const lines = body.trimEnd().split('\n');
    if (kind === 'sh') return lines.map((command) => ({ command, output: undefined }));
    const [prompt = '', ...output] = lines;
    return [{ command: prompt.replace(/^\$ /, ''), output: output.join('\n') }];
  });
}

/** What a command that goes on until it is ended prints last, once it is there; undefined where it ends by itself. */
export function lastWordsOf(command: string): string | undefined {
  if (command.includes('loadstone serve')) return 'ready on';
  return command.includes('loadstone ui') ? 'Ctrl-C ends it' : undefined;
}

/** Puts what commands printed into their `console` blocks. */
export function withOutputs(markdown: string, outputs: ReadonlyMap<string, string>): string {
  return markdown.replaceAll(BLOCK, (block, kind: string, body: string) => {
    const [prompt = ''] = body.split('\n');
    const output = outputs.get(prompt.replace(/^\$ /, ''));
    return kind === 'sh' || output === undefined
      ? block
      : `\`\`\`console\n${prompt}\n${output.trimEnd()}\n\`\`\``;
  });
}

/** What a command of the README says: npm's own lines are not shown. */
export function shownOutput(stdout: string): string {
  return stdout.replaceAll(/^(?:> .*)?\n(?=> |\n)|^> .*\n/gm, '').trim();
}
