/** What signals can ask of a crew. */
export interface CrewActions {
  readonly reload: () => void;
  readonly grow: () => void;
  readonly shrink: () => void;
}

/** Listens for gunicorn's HUP, TTIN and TTOU. Windows has none of them. @returns what ends that */
export function onCrewSignals({ reload, grow, shrink }: CrewActions): () => void {
  const actions = { SIGHUP: reload, SIGTTIN: grow, SIGTTOU: shrink } as const;
  for (const [signal, action] of Object.entries(actions)) process.on(signal, action);
  return () => {
    for (const [signal, action] of Object.entries(actions)) process.off(signal, action);
  };
}
