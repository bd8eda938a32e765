import { actOf } from './asking.ts';
import { Chat } from './chat.tsx';
import { Icon } from './icons.tsx';
import type { LiveChat } from './live-store.ts';
import { nameOf, useShared } from './shared.ts';

/** A telephone: who holds it, and the chat. */
export function Phone(props: {
  /** Tells the two telephones apart for those who do not see them. */
  label: string;
  chats: readonly LiveChat[];
  holder: number | null;
  /** New messages of the bot by person that nobody has looked at. */
  unseen: ReadonlyMap<number, number>;
  /** The next step of the tour is done here. */
  turn: boolean;
  /** Those who have new messages, and whom no telephone shows, are one press away. */
  offersOthers: boolean;
  now: number;
  onChoose: (id: number) => void;
}) {
  const { label, chats, holder, unseen, turn, offersOthers, now, onChoose } = props;
  const { t, complain } = useShared();
  const chat = chats.find(({ id }) => id === holder);
  const others = offersOthers ? chats.filter(({ id }) => id !== holder && (unseen.get(id) ?? 0) > 0) : [];
  return (
    <section class={turn ? 'phone turn' : 'phone'} aria-label={label}>
      <header>
        <label>
          <span class="hidden">{t('phone.who')}</span>
          <select
            value={holder ?? ''}
            onChange={({ currentTarget }) => {
              onChoose(Number(currentTarget.value));
            }}
          >
            {chats.map((each) => {
              const fresh = unseen.get(each.id) ?? 0;
              const about = each.person.about === undefined ? '' : ` — ${each.person.about}`;
              return (
                <option key={each.id} value={each.id}>
                  {`${fresh > 0 ? `(${fresh}) ` : ''}${nameOf(each.person)}${about}`}
                </option>
              );
            })}
          </select>
        </label>
        {chat?.access === 'open' && (
          <button
            type="button"
            class="quiet"
            aria-label={t('phone.block')}
            title={t('phone.block')}
            onClick={() => {
              actOf(chat.id, 'block').catch(complain);
            }}
          >
            <Icon name="ban" />
          </button>
        )}
      </header>
      {others.length > 0 && (
        <div class="others">
          {others.map((each) => (
            <button
              key={each.id}
              type="button"
              onClick={() => {
                onChoose(each.id);
              }}
            >
              {t('phone.other', { name: nameOf(each.person) })} <b>{unseen.get(each.id)}</b>
            </button>
          ))}
        </div>
      )}
      {chat ? (
        <Chat key={chat.id} chat={chat} typing={chat.typingUntil * 1000 > now} />
      ) : (
        <p class="empty">{t('phone.nobody')}</p>
      )}
    </section>
  );
}
