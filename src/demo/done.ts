/** The outcome of a verb that nothing may stop. @throws Error where the sample does not fit the app */
export function done<T extends { kind: string }>(outcome: T): Extract<T, { kind: 'done' }> {
  if (outcome.kind !== 'done') throw new Error(`the sample does not fit: ${outcome.kind}`);
  return outcome as Extract<T, { kind: 'done' }>;
}
