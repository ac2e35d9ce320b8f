import { Option } from 'commander';

/** How a verb that takes its time shows how far it has come. */
export interface ProgressFlags {
  plain?: boolean;
  quiet?: boolean;
}

export const plainOption = (): Option =>
  new Option('--plain', 'lines only: nothing is drawn over, no colours and no charts, as a log wants it');

export const quietOption = (): Option => new Option('-q, --quiet', 'no progress');
