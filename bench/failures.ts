/** What went wrong while a part measured: said at once, and again under its table. */
export class Failures {
  readonly #lines: string[] = [];

  add(where: string, reason: string): void {
    // A list's item is one line, whatever a program prints.
    const line = `${where}: ${reason.replaceAll(/\s*\n\s*/g, ' / ')}`;
    this.#lines.push(line);
    process.stderr.write(`FAILED ${line}\n`);
  }

  /** A list for the document; empty when all went well. */
  get text(): string {
    return this.#lines.map((line) => `- failed: ${line.replaceAll('|', '\\|')}\n`).join('');
  }
}
