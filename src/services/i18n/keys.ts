/**
 * The files of `locales/ru` by name. Widened by `types/locale-files.d.ts` for the type check; the build, which may not
 * look outside `src`, does not see that and takes any string for a key.
 */
export interface LocaleFiles {
  /** Only keeps the interface from being empty. */
  readonly $?: never;
}

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type Stem<K extends string> = K extends `${infer S}_${Plural}` ? S : K;
type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? Stem<K> : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];
type Files = Exclude<keyof LocaleFiles, '$'>;

/** `file:path.to.text`, a plural form by its stem: `questionnaire:status.parts`. */
export type Key = [Files] extends [never]
  ? string
  : { [F in Files]: `${F}:${Leaves<LocaleFiles[F]>}` }[Files];
