/**
 * Erlang's loss formula (Erlang 1917): the share of arrivals that find all servers busy, where they do not wait. By the
 * recursion B(k) = aB(k−1) ÷ (k + aB(k−1)), which adds only and so loses no digits, however many servers there are.
 * @param servers a whole number from 0 on
 * @param load offered, in erlangs: arrivals a second × mean service time
 */
export function erlangB(servers: number, load: number): number {
  checkErlang(servers, load);
  let blocked = 1;
  for (let server = 1; server <= servers; server++) blocked = (load * blocked) / (server + load * blocked);
  return blocked;
}

/**
 * Erlang's delay formula (Erlang 1917): the share of arrivals that have to wait. From his loss formula: C = B ÷ (1 − ρ(1 − B)),
 * with ρ the load a server (Kleinrock 1975, eq. 3.40; Bolch et al. 2006, eq. 6.28).
 * @returns 1 where the load is more than the servers can do
 */
export function erlangC(servers: number, load: number): number {
  if (load >= servers) {
    checkErlang(servers, load);
    return 1;
  }
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

function checkErlang(servers: number, load: number): void {
  if (!Number.isInteger(servers) || servers < 0)
    throw new RangeError(`servers are a whole number from 0 on, not ${servers}`);
  if (!(load >= 0 && Number.isFinite(load))) throw new RangeError(`a load is 0 or more, not ${load}`);
}
