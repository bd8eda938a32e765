/** Drawn, because no font is sure to have them. */
const PATHS = {
  attach: 'M16.5 6.5 9 14a2.1 2.1 0 0 0 3 3l7.5-7.5a4.2 4.2 0 0 0-6-6L6 11a6.4 6.4 0 0 0 9 9l6-6',
  send: 'M4 12 21 4l-4 17-5-7zM21 4 12 14',
  edit: 'm5 19 1-4L16 5l3 3L9 18zM14 7l3 3',
  close: 'm6 6 12 12M18 6 6 18',
  ban: 'M5.6 5.6 18.4 18.4M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  down: 'M12 5v14m-6-6 6 6 6-6',
  away: 'M8 16 17 7M10 7h7v7',
} as const;

/** A small picture in a button; what it means stands beside it or in its label. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
