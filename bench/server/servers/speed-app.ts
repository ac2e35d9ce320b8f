/** What a server costs by itself: handlers that do nothing. */
export const asyncNothing = async () => ({ status: 'ok' });
export const syncNothing = () => ({ status: 'ok' });

export const routes = { '/async': asyncNothing, '/sync': syncNothing };
