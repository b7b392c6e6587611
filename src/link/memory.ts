import type { Abs, Frame } from './abstract.js';
import type { State } from './machine.js';
import { UNCUT } from './machine.js';

/**
 * What a question was answered, with what the answer hangs on. It holds until something it was made of changes; what was cut
 * short because the same question stood further out is a part of that one's answer and holds nowhere else.
 */
export interface Answer {
  values: Abs[];
  /** Depth of evaluation at which it is being worked out; -1 where it is not. */
  level: number;
  /** Nothing it was made of has changed since. */
  current: boolean;
  /** It was not cut short. */
  whole: boolean;
  /** It may change as more is reached. */
  volatile: boolean;
  /** Frames without a particular caller whose parameters it asked for. */
  touched: readonly Frame[];
  /** Answers made of it; one may stand there twice. */
  readers: Answer[] | null;
}

/** Source of answers that are worked out anew in each round over the pending calls. */
export const ROUNDS = 'rounds';

const UNTOUCHED: readonly Frame[] = Object.freeze([]);

/** An answer that is still to be worked out. */
export function noAnswer(): Answer {
  return { values: [], level: -1, current: false, whole: false, volatile: false, touched: UNTOUCHED, readers: null };
}

/** The values of an answer that holds; none where it is being worked out already; null where it has to be worked out. */
export function recalled(state: State, answer: Answer): Abs[] | null {
  if (answer.level >= 0) {
    cut(state, answer.level);
    return [];
  }
  if (!answer.current || !answer.whole) return null;
  state.steps++;
  for (const frame of answer.touched) state.touched.push(frame);
  if (answer.volatile) {
    readBy(answer, state.reader);
    state.volatile = true;
  }
  return answer.values;
}

/** Works an answer out, and notes what it hangs on. */
export function workedOut(state: State, answer: Answer, question: () => Abs[]): Abs[] {
  const { volatile, reader, cutAt } = state;
  const mark = state.touched.length;
  state.volatile = false;
  state.reader = answer;
  state.cutAt = UNCUT;
  answer.level = state.depth;
  answer.current = true;
  try {
    answer.values = question();
  } finally {
    answer.whole = state.cutAt >= answer.level;
    answer.volatile = state.volatile;
    answer.touched = distinctSince(state.touched, mark);
    state.volatile ||= volatile;
    state.reader = reader;
    state.cutAt = answer.whole ? cutAt : Math.min(cutAt, state.cutAt);
    answer.level = -1;
    if (reader === null && !state.collecting) state.touched.length = mark;
    if (answer.volatile) readBy(answer, reader);
  }
  return answer.values;
}

/**
 * Answers a question once for the answer that is being worked out: what its parts become later does not count. For questions
 * that are too dear to be asked whenever a part changes.
 */
export function apart(state: State, question: () => Abs[]): Abs[] {
  const { reader } = state;
  const answer = noAnswer();
  const values = workedOut(state, answer, question);
  answer.readers = null;
  if (reader) reader.current = true;
  state.cutAt = UNCUT;
  return values;
}

function readBy(answer: Answer, reader: Answer | null): void {
  if (!reader) return;
  if (!answer.current) reader.current = false;
  else if (!answer.readers) answer.readers = [reader];
  else if (answer.readers.at(-1) !== reader) answer.readers.push(reader);
}

/** Frames logged since `mark`, each once; the log is shortened to them. */
function distinctSince(log: Frame[], mark: number): readonly Frame[] {
  if (log.length === mark) return UNTOUCHED;
  const once = log.length === mark + 1 ? log.slice(mark) : [...new Set(log.slice(mark))];
  log.length = mark;
  for (const frame of once) log.push(frame);
  return once;
}

/** Evaluation was cut short, by a question that is being worked out at this depth, or (-1) by a limit. */
export function cut(state: State, level: number): void {
  if (level < state.cutAt) state.cutAt = level;
}

/** A parameter of a frame was asked for without a particular caller. */
export function touch(state: State, frame: Frame): void {
  state.touched.push(frame);
}

/** What is being worked out hangs on something that may change: a function's callers, a class's living objects, a token's providers. */
export function reads(state: State, source: object | string): void {
  state.volatile = true;
  if (!state.reader) return;
  const readers = state.readers.get(source);
  if (!readers) state.readers.set(source, [state.reader]);
  else if (readers.at(-1) !== state.reader) readers.push(state.reader);
}

/** More is known of a source: answers that hang on it hold no longer. */
export function changed(state: State, source: object | string): void {
  state.version++;
  outdate(state, source);
}

/** Answers that hang on a source hold no longer. */
export function outdate(state: State, source: object | string): void {
  const readers = state.readers.get(source);
  if (!readers) return;
  state.readers.delete(source);
  const open = readers;
  for (let answer = open.pop(); answer; answer = open.pop()) {
    if (!answer.current) continue;
    answer.current = false;
    if (answer.readers) for (const reader of answer.readers) open.push(reader);
    answer.readers = null;
  }
}
