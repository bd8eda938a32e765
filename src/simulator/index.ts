export type { Advance, Director, Play } from './director.ts';
export type { CallbackAnswer } from './callback-queries.ts';
export type { Entity } from './entities.ts';
export type { Effect, Fault, FaultRule, Faults } from './faults.ts';
export type { Group } from './groups.ts';
export type { InlineButton } from './keyboards.ts';
export type { RateLimits } from './limits.ts';
export { TELEGRAM_RATES } from './limits.ts';
export { type Cut, cutAsDesktop, cutHard } from './paste.ts';
export type { Person } from './person.ts';
export {
  type Limits,
  type PersonOptions,
  type Simulator,
  type SimulatorOptions,
  createSimulator,
} from './simulator.ts';
export { Refusal } from './refusal.ts';
export { type RawAnswer, rawCall } from './raw-call.ts';
export type { Matcher } from './watching.ts';
export type { ChatMessage, Profile } from './world.ts';
