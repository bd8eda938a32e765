import { play } from './support/main-story.ts';
import { ownAnswers, ownYear } from './support/own-answers.ts';

play('answers of our own', ['hard'], { year: ownYear, answers: ownAnswers });
