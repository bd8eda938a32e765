import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { machineNow } from '../../platform/clock.ts';
import { type LiveChat, useLive } from './live-store.ts';
import { Phone } from './phone.tsx';
import { type Shared, SharedContext } from './shared.ts';
import { Strip } from './strip.tsx';
import { Tour } from './tour.tsx';
import { type PageLanguage, textsIn } from './texts.ts';

/** What the browser keeps between visits. */
const KEPT = 'vestovoy-demo';

interface Kept {
  readonly language: PageLanguage;
  readonly holders: readonly (number | null)[];
}

function kept(): Kept {
  const language = navigator.language.startsWith('ru') ? 'ru' : 'en';
  try {
    return {
      language,
      holders: [null, null],
      ...(JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Kept>),
    };
  } catch {
    return { language, holders: [null, null] };
  }
}

/** The whole page: the strip above, two telephones below it. */
export function App() {
  const live = useLive();
  const [{ language, holders }, keep] = useState(kept);
  const [complaints, complained] = useState<readonly string[]>([]);
  const [now, tick] = useState(0);
  const chats = useMemo(() => [...live.chats.values()], [live.chats]);
  const held = holders.map((id, place) =>
    chats.some((chat) => chat.id === id) ? id : (chats[place]?.id ?? null),
  );
  const unseen = useUnseen(chats, held);

  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(KEPT, JSON.stringify({ language, holders }));
  }, [language, holders]);

  useEffect(() => {
    const step = (): void => {
      tick(machineNow().getTime() + live.ahead);
    };
    step();
    const timer = setInterval(step, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [live.ahead]);

  const shared = useMemo<Shared>(() => {
    const t = textsIn(language);
    return {
      language,
      t,
      complain(error) {
        // A fetch that nobody answers throws a TypeError.
        const words =
          error instanceof TypeError ? t('strip.no_connection') : String((error as Error).message);
        complained((before) => [...before, words].slice(-5));
      },
    };
  }, [language]);
  const { t } = shared;

  return (
    <SharedContext.Provider value={shared}>
      <Strip
        live={live}
        now={now}
        timeZone={live.chats.get(held[0] ?? 0)?.person.timeZone}
        complaints={complaints}
        onDismiss={() => {
          complained([]);
        }}
        onLanguage={(next) => {
          keep({ language: next, holders });
        }}
      />
      <main>
        {held.map((holder, place) => (
          <Phone
            key={place}
            label={t(place === 0 ? 'phone.first' : 'phone.second')}
            chats={chats}
            holder={holder}
            unseen={unseen}
            now={now}
            onChoose={(id) => {
              keep({ language, holders: held.map((each, at) => (at === place ? id : each)) });
            }}
          />
        ))}
        <Tour
          chats={live.chats}
          held={held}
          onShow={(id) => {
            keep({ language, holders: [held[0] ?? null, id] });
          }}
        />
      </main>
    </SharedContext.Provider>
  );
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
