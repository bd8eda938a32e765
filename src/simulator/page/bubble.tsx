import { memo } from 'preact/compat';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { monotonic } from '../../platform/clock.ts';
import type { InlineButton } from '../keyboards.ts';
import type { ShownAttachment, ShownMessage } from '../showing.ts';
import { Formatted } from './formatted.tsx';
import { Icon } from './icons.tsx';
import { sizeOf, timeOf, useShared } from './shared.ts';

/** Milliseconds between its two halves, at most. */
const DOUBLE_CLICK = 500;

/** Tells a button from all others of a chat. */
export const keyOf = ({ id }: ShownMessage, { text, callback_data: data }: InlineButton): string =>
  `${id}:${data ?? text}`;

/** One message with its buttons. */
export const Bubble = memo(function Bubble(props: {
  message: ShownMessage;
  timeZone: string | undefined;
  /** Buttons whose press has not been answered yet, by `keyOf`. */
  waiting: ReadonlySet<string>;
  onPress: (message: ShownMessage, button: InlineButton) => void;
  onEdit: (message: ShownMessage) => void;
}) {
  const { message, timeZone, waiting, onPress, onEdit } = props;
  const { t, language } = useShared();
  const { by, text, entities, attachment, inlineKeyboard, date, editDate } = message;
  return (
    <div class={`message ${by}`} data-message={message.id} tabIndex={-1}>
      <div class="bubble" dir="auto">
        {attachment && <Attached attachment={attachment} />}
        {text !== '' && (
          <div class="text">
            <Formatted text={text} entities={entities} />
          </div>
        )}
        <div class="when">
          {editDate !== null && <span>{t('chat.edited')} </span>}
          <time dateTime={new Date(date * 1000).toISOString()}>{timeOf(date, timeZone, language)}</time>
          {by === 'person' && text !== '' && (
            <button
              type="button"
              class="quiet"
              onClick={() => {
                onEdit(message);
              }}
              aria-label={t('chat.edit')}
              title={t('chat.edit')}
            >
              <Icon name="edit" />
            </button>
          )}
        </div>
      </div>
      {inlineKeyboard.length > 0 && (
        <div class="inline-keyboard">
          {inlineKeyboard.map((row, index) => (
            <div class="row" key={index}>
              {row.map((button, place) => (
                <Pressable
                  key={place}
                  button={button}
                  waits={waiting.has(keyOf(message, button))}
                  onPress={() => {
                    onPress(message, button);
                  }}
                />
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
});

function Pressable(props: { button: InlineButton; waits: boolean; onPress: () => void }) {
  const { button, waits, onPress } = props;
  const became = useRef(0);
  useLayoutEffect(() => {
    became.current = monotonic();
  }, [button.callback_data, button.text]);
  return (
    <button
      type="button"
      class={waits ? 'waits' : ''}
      aria-busy={waits}
      onClick={({ detail }) => {
        // The second half of a double click was meant for what stood here before.
        if (detail > 1 && monotonic() - became.current < DOUBLE_CLICK) return;
        onPress();
      }}
    >
      {button.text}
      {button.url !== undefined && <Icon name="away" />}
    </button>
  );
}

function Attached({ attachment }: { attachment: ShownAttachment }) {
  const { t } = useShared();
  const { kind, name, path, size, duration, emoji } = attachment;
  const address = `/sim/files/${path}`;
  switch (kind) {
    case 'photo':
      return <img class="photo" src={address} alt={t('chat.photo')} />;
    case 'voice':
      return <p class="text">{t('chat.voice', { n: duration ?? 0 })}</p>;
    case 'sticker':
      return <p class="sticker">{emoji}</p>;
    case 'document':
      return (
        <a class="file" href={address} download={name}>
          <span class="sheet" aria-hidden="true">
            {(/\.(\w{1,4})$/.exec(name)?.[1] ?? '').toUpperCase()}
          </span>
          <span>
            <span class="name">{name}</span>
            <span class="size">{sizeOf(size, t)}</span>
          </span>
        </a>
      );
  }
}
