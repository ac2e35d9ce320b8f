import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { messageOf, UserError } from '../errors.ts';

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
const REMEDY = 'Name a file of certificates in PEM form: -----BEGIN CERTIFICATE-----';

/**
 * Reads the certificates of a PEM file; other things in it are left out.
 * @param flag what named the file, for the message
 * @throws {UserError} when it cannot be read, or holds no certificate
 */
export function readCertificates(path: string, flag: string): string {
  const where = `${flag} ${path}`;
  const certificates = readText(path, where).match(PEM_CERTIFICATE);
  if (certificates === null)
    throw new UserError({ what: 'there is no certificate in this file', where, remedy: REMEDY });
  for (const [index, certificate] of certificates.entries()) check(certificate, index + 1, where);
  return `${certificates.join('\n')}\n`;
}

function readText(path: string, where: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = missing ? 'there is no such file' : messageOf(cause);
    throw new UserError({
      what: `the certificates cannot be read: ${problem}`,
      where,
      remedy: REMEDY,
      cause,
    });
  }
}

/** Node leaves out what it cannot read, and the load would then fail without a word of the file. */
function check(certificate: string, number: number, where: string): void {
  try {
    void new X509Certificate(certificate);
  } catch (cause) {
    throw new UserError({
      what: `certificate ${number} in this file cannot be read (${messageOf(cause)})`,
      where,
      remedy: REMEDY,
      cause,
    });
  }
}
