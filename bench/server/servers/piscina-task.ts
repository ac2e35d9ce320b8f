// Piscina calls the default export of its file, or one by name.
export function task(): { status: string } {
  return { status: 'ok' };
}
