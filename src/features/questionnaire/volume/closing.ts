/** It was submitted before the association closed its volume, and stands in it for good. */
export function standsInVolume(submittedAt: Date | null, closedAt: Date | null): boolean {
  return submittedAt !== null && closedAt !== null && submittedAt <= closedAt;
}
