/** Thrown by the readers where a document cannot be read, or may not, for what it would take. */
export class Unreadable extends Error {
  readonly kind: 'broken' | 'too-complex';

  constructor(kind: 'broken' | 'too-complex', message: string) {
    super(message);
    this.kind = kind;
  }
}
