/** What a user is told when something they gave or own stands in the way. */
export interface UserErrorDetail {
  /** What was wrong, as one clause without a full stop. */
  what: string;
  /** Where: the flag, file, key, URL or port. */
  where?: string | undefined;
  /** What to do about it, as one sentence. */
  remedy?: string | undefined;
  /** 2 = the input cannot be used (the default); 1 = the work was begun and failed. */
  exitCode?: 1 | 2 | undefined;
  cause?: unknown;
}

/** The one error class a user can act on; anything else that reaches `main.ts` is a defect and shows its stack. */
export class UserError extends Error {
  readonly where: string | undefined;
  readonly remedy: string | undefined;
  readonly exitCode: 1 | 2;

  constructor(detail: UserErrorDetail) {
    super(detail.what, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'UserError';
    this.where = detail.where;
    this.remedy = detail.remedy;
    this.exitCode = detail.exitCode ?? 2;
  }

  /** The whole message on one line: `where: what. remedy`. */
  get line(): string {
    const subject = this.where === undefined ? this.message : `${this.where}: ${this.message}`;
    const line = this.remedy === undefined ? subject : `${subject}. ${this.remedy}`;
    return line.replaceAll(/\s*\n\s*/g, ' ');
  }
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
