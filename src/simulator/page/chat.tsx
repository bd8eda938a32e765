import { memo } from 'preact/compat';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { CallbackAnswer } from '../callback-queries.ts';
import type { InlineButton } from '../keyboards.ts';
import type { ShownMessage } from '../showing.ts';
import { actOf, press, sendFile } from './asking.ts';
import { keyOf } from './bubble.tsx';
import { Composer } from './composer.tsx';
import type { LiveChat } from './live-store.ts';
import { Messages } from './messages.tsx';
import { useShared } from './shared.ts';

/** Milliseconds that a notice stands over the chat. */
const NOTICE = 4000;

/** One person's chat with the bot. */
export const Chat = memo(function Chat({ chat, typing }: { chat: LiveChat; typing: boolean }) {
  const { complain } = useShared();
  const { id, messages, person } = chat;
  const [editing, edit] = useState<ShownMessage | null>(null);
  const [waiting, wait] = useState<ReadonlySet<string>>(new Set());
  const [notice, show] = useState<CallbackAnswer | null>(null);
  const [over, dragOver] = useState(false);
  const pressed = useRef(new Set<string>());

  const tryTo = useCallback(
    async (work: () => Promise<unknown>): Promise<boolean> => {
      try {
        await work();
        return true;
      } catch (error) {
        complain(error);
        return false;
      }
    },
    [complain],
  );

  /** A link to the bot stays in the chat, as in Telegram. */
  const open = useCallback(
    async (url: string): Promise<void> => {
      if (/^https:\/\/t\.me\//.test(url)) await actOf(id, 'open', { link: url });
      else window.open(url, '_blank', 'noreferrer');
    },
    [id],
  );

  const onPress = useCallback(
    (message: ShownMessage, button: InlineButton): void => {
      const key = keyOf(message, button);
      if (pressed.current.has(key)) return;
      pressed.current.add(key);
      wait(new Set(pressed.current));
      void tryTo(async () => {
        const answer = await press(id, button, message.id);
        if (answer.url !== null) await open(answer.url);
        else if (answer.text !== '') show(answer);
      }).then(() => {
        pressed.current.delete(key);
        wait(new Set(pressed.current));
      });
    },
    [id, tryTo, open],
  );
  const onLink = useCallback((url: string) => void tryTo(() => open(url)), [tryTo, open]);

  async function send(text: string): Promise<boolean> {
    const changed = editing;
    edit(null);
    const sent = await tryTo(() =>
      changed
        ? actOf(id, 'edit', { messageId: changed.id, text })
        : actOf(id, 'paste', { text, cut: 'desktop' }),
    );
    // What was refused can be mended; what was begun meanwhile waits as a draft.
    if (!sent && changed) edit({ ...changed, text });
    return sent || changed !== null;
  }

  /** One after the other; what is refused keeps nothing else back. */
  async function sendFiles(files: readonly File[]): Promise<void> {
    for (const file of files) await tryTo(() => sendFile(id, file, ''));
  }

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
        void sendFiles([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <Messages
        messages={messages}
        timeZone={person.timeZone}
        typing={typing}
        waiting={waiting}
        onPress={onPress}
        onEdit={edit}
        onLink={onLink}
      />
      {notice && (
        <Notice
          notice={notice}
          onOver={() => {
            show(null);
          }}
        />
      )}
      <Composer
        chat={chat}
        editing={editing}
        onSend={send}
        onFiles={(files) => void sendFiles(files)}
        onTap={(label) => void tryTo(() => actOf(id, 'tap', { label }))}
        onLeaveEditing={() => {
          edit(null);
        }}
        onUnblock={() =>
          void tryTo(async () => {
            await actOf(id, 'unblock');
            // As Telegram's own button does.
            await actOf(id, 'send', { text: '/start' });
          })
        }
      />
    </div>
  );
});

/** What the bot shows over the chat: a line that goes by itself, or an alert that is to be agreed to. */
function Notice({ notice: { text, alert }, onOver }: { notice: CallbackAnswer; onOver: () => void }) {
  const { t } = useShared();
  const agree = useRef<HTMLButtonElement>(null);
  const before = useRef(document.activeElement);

  useEffect(() => {
    if (alert) {
      agree.current?.focus();
      return undefined;
    }
    const timer = setTimeout(onOver, NOTICE);
    return () => {
      clearTimeout(timer);
    };
  }, [text, alert]);

  /** The focus goes back to where it was. */
  function leave(): void {
    onOver();
    if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
  }

  if (!alert)
    return (
      <div class="notice" role="status">
        <p>{text}</p>
      </div>
    );
  return (
    <div
      class="notice alert"
      role="alertdialog"
      aria-label={t('chat.alert')}
      onKeyDown={({ key }) => {
        if (key === 'Escape') leave();
      }}
    >
      <p>{text}</p>
      <button type="button" ref={agree} onClick={leave}>
        {t('chat.ok')}
      </button>
    </div>
  );
}
