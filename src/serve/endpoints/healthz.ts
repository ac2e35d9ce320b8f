/** Answers at once, as long as its worker's event loop turns: async, so that it never waits behind the pool. */
export const healthz = async () => ({ status: 'ok' });
