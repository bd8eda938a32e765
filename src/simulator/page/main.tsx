import { render } from 'preact';
import { App } from './app.tsx';
import { followLive } from './live-store.ts';
import './style.css';

// A file that misses the telephone must not take the page's place.
for (const kind of ['dragover', 'drop']) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
  });
}

const place = document.getElementById('page');
if (place) {
  followLive();
  render(<App />, place);
}
