import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { machineNow } from '../../platform/clock.ts';
import { ask } from './asking.ts';
import { useKept } from './kept.ts';
import { type LiveChat, useLive } from './live-store.ts';
import { Phone } from './phone.tsx';
import { type Shared, SharedContext } from './shared.ts';
import { languageOf, useStage } from './stage.ts';
import { Strip } from './strip.tsx';
import { useTour } from './tour-progress.ts';
import { Tour } from './tour.tsx';
import { type PageLanguage, textsIn } from './texts.ts';

/** Where there is room for one telephone only; as in the style sheet. */
const NARROW = '(max-width: 760px)';

/** The whole page: the strip above, the telephones and the tour below it. */
export function App() {
  const live = useLive();
  const [complaint, complain] = useState<unknown>(null);
  const stage = useStage(live.connected, complain);
  const [kept, keep] = useKept(stage?.play ?? null);
  const language = languageOf(stage);
  const now = useNow(live.ahead);
  const narrow = useNarrow();
  const chats = useMemo(() => [...live.chats.values()], [live.chats]);
  const tour = useTour(live.chats, kept.progress, (progress) => {
    keep((before) => ({
      ...before,
      // Whoever turns to an act finds its people on the telephones.
      holders: progress.act === before.progress.act ? before.holders : [null, null],
      progress,
    }));
  });
  const held = kept.holders
    .map(
      (id, place) =>
        [id, tour.act.phones[place], chats[place]?.id].find((each) => live.chats.has(each ?? NaN)) ?? null,
    )
    .slice(0, narrow ? 1 : 2);
  const unseen = useUnseen(chats, held);

  const shared = useMemo<Shared>(() => ({ language, t: textsIn(language), complain }), [language]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = shared.t('strip.title');
  }, [language]);

  const hold = (place: number, id: number): void => {
    keep((before) => {
      const [first, second] = before.holders;
      return { ...before, holders: place === 0 ? [id, second] : [first, id] };
    });
  };

  /** Everything from the beginning, in a language; whoever has written something is asked first. */
  async function reset(next: PageLanguage): Promise<void> {
    const played = chats.some(({ messages }) => messages.some(({ by }) => by === 'person'));
    if (played && !confirm(textsIn(language)('strip.sure'))) return;
    await ask('director/reset', { language: next });
  }

  const last = held.length - 1;
  return (
    <SharedContext.Provider value={shared}>
      <Strip
        live={live}
        now={now}
        timeZone={live.chats.get(held[0] ?? 0)?.person.timeZone}
        complaint={complaint}
        onDismiss={() => {
          complain(null);
        }}
        onReset={reset}
      />
      <main>
        {held.map((holder, place) => (
          <Phone
            key={place}
            label={shared.t(place === 0 ? 'phone.first' : 'phone.second')}
            chats={chats}
            holder={holder}
            unseen={unseen}
            turn={tour.step?.on === holder}
            offersOthers={place === last}
            now={now}
            onChoose={(id) => {
              hold(place, id);
            }}
          />
        ))}
        <Tour
          tour={tour}
          chats={live.chats}
          held={held}
          desk={stage?.desk ?? []}
          onShow={(id) => {
            hold(last, id);
          }}
          onReset={() => {
            reset(language).catch(complain);
          }}
        />
      </main>
    </SharedContext.Provider>
  );
}

/** The app's time in milliseconds, second by second; 0: not known yet. @param ahead of this machine's, in milliseconds */
function useNow(ahead: number): number {
  const [now, tick] = useState(0);
  useEffect(() => {
    const step = (): void => {
      tick(machineNow().getTime() + ahead);
    };
    step();
    const timer = setInterval(step, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [ahead]);
  return now;
}

function useNarrow(): boolean {
  const [narrow, become] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const look = (): void => {
      become(query.matches);
    };
    query.addEventListener('change', look);
    return () => {
      query.removeEventListener('change', look);
    };
  }, []);
  return narrow;
}

/** How many messages of the bot came to those whom no telephone shows. */
function useUnseen(
  chats: readonly LiveChat[],
  held: readonly (number | null)[],
): ReadonlyMap<number, number> {
  const looked = useRef(new Map<number, number>());
  return useMemo(() => {
    const unseen = new Map<number, number>();
    for (const { id, messages } of chats) {
      const newest = messages.at(-1)?.id ?? 0;
      if (held.includes(id) || !looked.current.has(id)) looked.current.set(id, newest);
      const since = looked.current.get(id) ?? 0;
      unseen.set(id, messages.filter((message) => message.by === 'bot' && message.id > since).length);
    }
    return unseen;
  }, [chats, held.join()]);
}
