import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CallbackAnswer } from '../callback-queries.ts';
import type { InlineButton } from '../keyboards.ts';
import type { ShownMessage } from '../showing.ts';
import { actOf, press, sendFile } from './asking.ts';
import { Bubble } from './bubble.tsx';
import { Composer } from './composer.tsx';
import { Icon } from './icons.tsx';
import type { LiveChat } from './live-store.ts';
import { dayOf, useShared } from './shared.ts';

/** Pixels from the end within which the chat follows what comes. */
const AT_END = 60;
/** Milliseconds that a notice stands over the chat. */
const NOTICE = 4000;

/** One person's chat with the bot. */
export function Chat({ chat, now }: { chat: LiveChat; now: number }) {
  const { t, language, complain } = useShared();
  const { id, messages, person } = chat;
  const [editing, edit] = useState<ShownMessage | null>(null);
  const [waiting, wait] = useState<ReadonlySet<string>>(new Set());
  const [notice, show] = useState<CallbackAnswer | null>(null);
  const [unread, count] = useState(0);
  const [over, dragOver] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const agree = useRef<HTMLButtonElement>(null);
  const atEnd = useRef(true);
  const known = useRef(0);
  /** The focus is on something in a message. */
  const inside = useRef(false);

  const toEnd = (): void => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  };

  const newest = messages.at(-1)?.id ?? 0;
  useLayoutEffect(() => {
    const came = messages.filter((message) => message.by === 'bot' && message.id > known.current).length;
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

  useEffect(() => {
    if (notice?.alert === true) agree.current?.focus();
    if (!notice || notice.alert) return;
    const timer = setTimeout(() => {
      show(null);
    }, NOTICE);
    return () => {
      clearTimeout(timer);
    };
  }, [notice]);

  async function tryTo(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      complain(error);
      return false;
    }
  }

  async function pressed(message: ShownMessage, button: InlineButton): Promise<void> {
    const key = `${message.id}:${button.text}`;
    if (waiting.has(key)) return;
    wait((before) => new Set([...before, key]));
    await tryTo(async () => {
      const answer = await press(id, button.text, message.id);
      if (answer.url !== null) await opened(answer.url);
      else if (answer.text !== '') show(answer);
    });
    wait((before) => new Set([...before].filter((each) => each !== key)));
  }

  /** A link to the bot stays in the chat, as in Telegram. */
  async function opened(url: string): Promise<void> {
    if (/^https:\/\/t\.me\//.test(url)) await actOf(id, 'open', { link: url });
    else window.open(url, '_blank', 'noreferrer');
  }

  function send(text: string): Promise<boolean> {
    const changed = editing;
    edit(null);
    return tryTo(() =>
      changed
        ? actOf(id, 'edit', { messageId: changed.id, text })
        : actOf(id, 'paste', { text, cut: 'desktop' }),
    );
  }

  const days = new Set<string>();
  const typing = chat.typingUntil * 1000 > now;
  return (
    <div
      class={over ? 'chat over' : 'chat'}
      onDragOver={(event) => {
        event.preventDefault();
        dragOver(true);
      }}
      onDragLeave={() => {
        dragOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        dragOver(false);
        sendFiles([...(event.dataTransfer?.files ?? [])]);
      }}
    >
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
          void tryTo(() => opened(link));
        }}
      >
        {messages.length === 0 && <p class="empty">{t('chat.empty')}</p>}
        {messages.map((message) => {
          const day = dayOf(message.date, person.timeZone, language);
          const first = !days.has(day);
          days.add(day);
          return (
            <Fragment key={message.id}>
              {first && <p class="day">{day}</p>}
              <Bubble
                message={message}
                timeZone={person.timeZone}
                waiting={waiting}
                onPress={(button) => void pressed(message, button)}
                onEdit={
                  message.by === 'person' && message.text !== ''
                    ? () => {
                        edit(message);
                      }
                    : undefined
                }
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
      {notice && (
        <div class={notice.alert ? 'notice alert' : 'notice'} role={notice.alert ? 'alertdialog' : 'status'}>
          <p>{notice.text}</p>
          {notice.alert && (
            <button
              type="button"
              ref={agree}
              onClick={() => {
                show(null);
              }}
            >
              {t('chat.ok')}
            </button>
          )}
        </div>
      )}
      <Composer
        chat={chat}
        editing={editing}
        onSend={send}
        onFiles={sendFiles}
        onTap={(label) => void tryTo(() => actOf(id, 'tap', { label }))}
        onLeaveEditing={() => {
          edit(null);
        }}
        onUnblock={() => void tryTo(() => actOf(id, 'unblock'))}
      />
    </div>
  );

  function sendFiles(files: readonly File[]): void {
    void tryTo(async () => {
      for (const file of files) await sendFile(id, file, '');
    });
  }
}
