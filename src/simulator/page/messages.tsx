import { Fragment } from 'preact';
import { memo } from 'preact/compat';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { InlineButton } from '../keyboards.ts';
import type { ShownMessage } from '../showing.ts';
import { Bubble } from './bubble.tsx';
import { Icon } from './icons.tsx';
import type { LiveMessage } from './live-store.ts';
import { dayOf, useShared } from './shared.ts';

/** Pixels from the end within which the chat follows what comes. */
const AT_END = 60;

/** What has been written, the newest at the end. Only what has changed is made anew, for chats grow long. */
export const Messages = memo(function Messages(props: {
  messages: readonly LiveMessage[];
  timeZone: string | undefined;
  typing: boolean;
  /** Buttons whose press has not been answered yet, by `keyOf`. */
  waiting: ReadonlySet<string>;
  onPress: (message: ShownMessage, button: InlineButton) => void;
  onEdit: (message: ShownMessage) => void;
  /** A link to a bot. */
  onLink: (url: string) => void;
}) {
  const { messages, timeZone, typing, waiting, onPress, onEdit, onLink } = props;
  const { t, language } = useShared();
  const [unread, count] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const known = useRef(0);
  /** The focus is on something in a message. */
  const inside = useRef(false);

  const toEnd = (): void => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  };

  const newest = messages.at(-1)?.id ?? 0;
  useLayoutEffect(() => {
    const came = messages.filter(({ by, id }) => by === 'bot' && id > known.current).length;
    const own = messages.at(-1)?.by === 'person' && newest > known.current;
    known.current = newest;
    if (atEnd.current || own) toEnd();
    else if (came > 0) count((before) => before + came);
  }, [messages, newest]);

  // What stands below or above takes more room, or the window is made smaller: the end stays in sight.
  useEffect(() => {
    if (!list.current) return undefined;
    const watching = new ResizeObserver(() => {
      if (atEnd.current) toEnd();
    });
    watching.observe(list.current);
    return () => {
      watching.disconnect();
    };
  }, []);

  // A button that was pressed may be gone with what it belonged to: whoever has only keys goes on from the newest message.
  useLayoutEffect(() => {
    if (!inside.current || document.activeElement !== document.body) return;
    list.current?.querySelector<HTMLElement>('.message:last-of-type')?.focus({ preventScroll: true });
  }, [messages]);

  let day = '';
  return (
    <>
      <div
        class="messages"
        role="log"
        aria-live="polite"
        aria-label={t('chat.messages')}
        tabIndex={0}
        ref={list}
        onFocusIn={() => {
          inside.current = true;
        }}
        onFocusOut={({ relatedTarget }) => {
          if (relatedTarget !== null) inside.current = false;
        }}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < AT_END;
          if (atEnd.current) count(0);
        }}
        onClick={(event) => {
          const link = (event.target as HTMLElement).closest('a')?.getAttribute('href') ?? '';
          if (!link.startsWith('https://t.me/')) return;
          event.preventDefault();
          onLink(link);
        }}
      >
        {messages.length === 0 && <p class="empty">{t('chat.empty')}</p>}
        {messages.map((message) => {
          const its = dayOf(message.date, timeZone, language);
          const first = its !== day;
          day = its;
          return (
            <Fragment key={message.id}>
              {first && <p class="day">{its}</p>}
              <Bubble
                message={message}
                timeZone={timeZone}
                waiting={message.inlineKeyboard.length > 0 ? waiting : NONE}
                onPress={onPress}
                onEdit={onEdit}
              />
            </Fragment>
          );
        })}
        {typing && <p class="typing">{t('chat.typing')}</p>}
      </div>
      {unread > 0 && (
        <button
          type="button"
          class="to-end"
          onClick={() => {
            count(0);
            toEnd();
          }}
        >
          {t('chat.unread', { count: unread })} <Icon name="down" />
        </button>
      )}
    </>
  );
});

const NONE: ReadonlySet<string> = new Set();
