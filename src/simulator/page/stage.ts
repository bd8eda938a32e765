import { useEffect, useState } from 'preact/hooks';
import type { Stage } from '../director.ts';
import { ask } from './asking.ts';
import type { PageLanguage } from './texts.ts';

/** What the play is about; null: not known yet. Asked anew whenever a connection begins, for the play may be another. */
export function useStage(connected: boolean, complain: (error: unknown) => void): Stage | null {
  const [stage, know] = useState<Stage | null>(null);
  useEffect(() => {
    if (!connected) return;
    ask('director/stage').then((told) => {
      know(told as Stage);
    }, complain);
  }, [connected]);
  return stage;
}

/** The page speaks the language of the data. */
export function languageOf(stage: Stage | null): PageLanguage {
  return stage?.language === 'en' ? 'en' : 'ru';
}
