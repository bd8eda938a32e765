import type { Db } from '../../../platform/database/client.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { BRANCH } from './branches.ts';
import { builtInCodes, builtInForm } from '../form.ts';
import type { FormWording } from '../form.ts';

/** The wording of the built-in form in a language, the years left open. */
function builtInWording(texts: Texts): FormWording {
  const open = { year: '{{year}}', next: '{{next}}' };
  const wording = builtInCodes.map((code) => [
    code,
    { text: texts.t(`form:${code}.text`, open), hint: texts.t(`form:${code}.hint`, open) },
  ]);
  return Object.fromEntries(wording) as FormWording;
}

/**
 * What the questionnaire cannot do without: the branch, and the first version of its form. Called at every start, by any
 * number of copies at once; what is there already stays as it is.
 */
export async function ensureBuiltIns(db: Db, { texts, now }: { texts: Texts; now: Date }): Promise<void> {
  const branch = {
    code: BRANCH,
    short: texts.t('campaign:branch.short'),
    name: texts.t('campaign:branch.name'),
  };
  const form = { code: BRANCH, version: 1, questions: builtInForm(builtInWording(texts)), createdAt: now };
  await db.branch.createMany({ data: [branch], skipDuplicates: true });
  await db.form.createMany({ data: [form], skipDuplicates: true });
}
