import { play } from './support/main-story.ts';
import { readSample } from './support/sample.ts';

play('the answers of a real city', ['desktop'], readSample());
