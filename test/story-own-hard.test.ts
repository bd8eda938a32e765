import { play } from './support/main-story.ts';
import { ownAnswers, ownYear } from './support/own-answers.ts';
import { readSample } from './support/sample.ts';

// The same story as the sample's, for those who have no sample.
const own = readSample() === null ? { year: ownYear, answers: ownAnswers } : null;

play('answers of our own', ['hard'], own, 'the sample is there, and is played');
