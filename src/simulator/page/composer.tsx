import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownMessage } from '../showing.ts';
import type { LiveChat } from './live-store.ts';
import { Icon } from './icons.tsx';
import { useShared } from './shared.ts';

/** What was begun and not sent, by chat. */
const drafts = new Map<number, string>();

/** What is written below: text, files, the reply keyboard, the list of commands. */
export function Composer(props: {
  chat: LiveChat;
  /** The message that is being changed. */
  editing: ShownMessage | null;
  onSend: (text: string) => Promise<boolean>;
  onFiles: (files: readonly File[]) => void;
  onTap: (label: string) => void;
  onLeaveEditing: () => void;
  onUnblock: () => void;
}) {
  const { chat, editing, onSend, onFiles, onTap, onLeaveEditing, onUnblock } = props;
  const { t } = useShared();
  const [draft, begin] = useState(() => drafts.get(chat.id) ?? '');
  const [change, rewrite] = useState('');
  const [text, write] = editing ? [change, rewrite] : [draft, begin];
  const [menu, showMenu] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const only = useRef<HTMLButtonElement>(null);

  // What is not sent yet stays, whoever's chat is looked at meanwhile.
  useEffect(() => {
    drafts.set(chat.id, draft);
  }, [draft]);

  useEffect(() => {
    if (!editing) return;
    rewrite(editing.text);
    field.current?.focus();
  }, [editing]);

  // What was pressed is gone: whoever has only keys goes on from what stands in its place.
  const kind = chat.access === 'not-started' && chat.messages.length > 0 ? 'open' : chat.access;
  const was = useRef(kind);
  useEffect(() => {
    if (was.current !== kind && document.activeElement === document.body)
      (field.current ?? only.current)?.focus();
    was.current = kind;
  }, [kind]);

  async function send(): Promise<void> {
    const words = text;
    if (words.trim() === '') return;
    if (!editing) begin('');
    // What could not be sent is not lost.
    if (!(await onSend(words))) begin((now) => (now === '' ? words : now));
    field.current?.focus();
  }

  if (kind === 'blocked')
    return (
      <div class="composer">
        <button type="button" class="wide" ref={only} onClick={onUnblock}>
          {t('chat.unblock')}
        </button>
      </div>
    );
  if (kind === 'not-started')
    return (
      <div class="composer">
        <button
          type="button"
          class="wide"
          ref={only}
          onClick={() => {
            void onSend('/start');
          }}
        >
          {t('chat.start')}
        </button>
      </div>
    );
  return (
    <div class="below">
      {menu && (
        <ul class="commands">
          {chat.commands.map(({ command, description }) => (
            <li key={command}>
              <button
                type="button"
                onClick={() => {
                  showMenu(false);
                  void onSend(`/${command}`);
                }}
              >
                <b>/{command}</b> {description}
              </button>
            </li>
          ))}
        </ul>
      )}
      {editing && (
        <div class="editing">
          <span>{t('chat.editing')}</span>
          <button type="button" class="quiet" onClick={onLeaveEditing} aria-label={t('chat.leave_editing')}>
            <Icon name="close" />
          </button>
        </div>
      )}
      <div class="composer">
        {chat.commands.length > 0 && (
          <button
            type="button"
            class="quiet"
            aria-expanded={menu}
            aria-label={t('chat.commands')}
            title={t('chat.commands')}
            onClick={() => {
              showMenu(!menu);
            }}
          >
            /
          </button>
        )}
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={t('chat.write')}
          aria-label={t('chat.write')}
          onInput={({ currentTarget }) => {
            write(currentTarget.value);
          }}
          onPaste={({ clipboardData }) => {
            // Word and Excel put a picture of the text beside the text.
            if (!clipboardData || clipboardData.types.includes('text/plain')) return;
            if (clipboardData.files.length > 0) onFiles([...clipboardData.files]);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && editing) onLeaveEditing();
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            void send();
          }}
        />
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={({ currentTarget }) => {
            onFiles([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
        <button
          type="button"
          class="quiet"
          aria-label={t('chat.attach')}
          title={t('chat.attach')}
          onClick={() => {
            picker.current?.click();
          }}
        >
          <Icon name="attach" />
        </button>
        <button
          type="button"
          class="send"
          aria-label={t('chat.send')}
          title={t('chat.send')}
          onClick={() => {
            void send();
          }}
        >
          <Icon name="send" />
        </button>
      </div>
      {chat.keyboard && (
        <div class="reply-keyboard">
          {chat.keyboard.map((row, index) => (
            <div class="row" key={index}>
              {row.map((label) => (
                <button
                  key={label}
                  type="button"
                  onClick={() => {
                    onTap(label);
                  }}
                >
                  {label}
                </button>
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
