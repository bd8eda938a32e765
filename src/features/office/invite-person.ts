import { looksLikeFullName, looksLikeSurname, readFullName, readPhone } from '../../services/people/names.ts';
import type { FullName } from '../../services/people/names.ts';
import type { Draft } from './invite-steps.ts';

/** What was typed for the one who is invited; the telephone that stands behind a name is taken with it. */
type Known =
  | { kind: 'person'; person: FullName; phone?: string }
  | { kind: 'surname'; surname: string; phone?: string };
type Read = Known | { kind: 'letters' } | { kind: 'long' };

/** `surname`: was given before, and name and patronymic are awaited. */
export function readInvited(text: string, surname?: string): Read {
  const [, before = text, behind] = /^(.*?\p{L}\.?)[\s,;]+([+(\d].*)$/u.exec(text.trim()) ?? [];
  const given = behind === undefined ? null : readPhone(behind);
  const typed = given === null ? text.trim() : before;
  const phone = given === null ? {} : { phone: given };
  const words = typed.split(/\s+/);
  const joined = surname !== undefined && words.length <= 2 && words[0] !== surname;
  const { kind, ...person } = readFullName(joined ? `${surname} ${typed}` : typed);
  if (kind === 'ok') return { kind: 'person', person: person as FullName, ...phone };
  if (kind === 'letters' || kind === 'long') return { kind };
  if (surname !== undefined) return { kind: 'surname', surname, ...phone };
  const alone = words.find((word) => word.length > 1 && !word.includes('.')) ?? '';
  const { kind: fit, ...mended } = readFullName(`${alone} ${alone}`);
  return fit === 'ok'
    ? { kind: 'surname', surname: (mended as FullName).surname, ...phone }
    : { kind: 'letters' };
}

/** The draft with what was read of the person. */
export function withPerson({ alone: _alone, ...draft }: Draft, read: Known): Draft {
  const phone = read.phone === undefined ? {} : { phone: read.phone };
  return read.kind === 'person'
    ? { ...draft, ...phone, ...read.person }
    : { ...draft, ...phone, alone: read.surname };
}

/** The draft with what was typed out of its turn and speaks for itself: a telephone, a full name; null: it does not. */
export function outOfTurn(draft: Draft, text: string): Draft | null {
  if (draft.step === 'name' || draft.step === 'doubt') {
    const phone = readPhone(text);
    return phone === null ? null : { ...draft, phone };
  }
  const phone = draft.step === 'phone' ? null : readPhone(text);
  if (phone !== null) return { ...draft, phone };
  if (draft.step === 'department' || draft.step === 'post' || !looksLikeFullName(text)) return null;
  const read = readInvited(text);
  return read.kind === 'person' ? withPerson(draft, read) : null;
}

/** Whether what was typed for a department or a post is rather a person. */
export const looksLikePerson = (text: string): boolean => looksLikeFullName(text) || looksLikeSurname(text);
