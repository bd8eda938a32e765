import { render } from 'preact';
import { App } from './app.tsx';
import { followLive } from './live-store.ts';
import './style.css';

const place = document.getElementById('page');
if (place) {
  followLive();
  render(<App />, place);
}
