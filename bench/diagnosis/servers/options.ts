/** A number of the command line, such as `--hold=50`. @throws {Error} when it is not there */
export function numberOption(name: string): number {
  const text = process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1];
  if (text === undefined || Number.isNaN(Number(text))) throw new Error(`--${name}=NUMBER is missing`);
  return Number(text);
}
