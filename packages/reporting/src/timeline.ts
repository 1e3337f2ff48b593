import type { Position } from '@thidua/events';

/** States of one thing in log order, so that each can be asked as it was known at any position. */
export class Timeline<State> {
  private readonly positions: Position[] = [];
  private readonly states: State[] = [];

  constructor(private readonly initial: State) {}

  /** Takes the state that an event leads to; positions never decrease, and the last of a position holds. */
  put(position: Position, state: State): void {
    const last = this.positions.at(-1) ?? 0;
    if (position < last) throw new Error(`a state at ${position} comes after ${last}`);
    if (position === last && this.states.length > 0) {
      this.states[this.states.length - 1] = state;
      return;
    }
    this.positions.push(position);
    this.states.push(state);
  }

  get latest(): State {
    return this.states.at(-1) ?? this.initial;
  }

  /** All states it ever had, oldest first. */
  all(): readonly State[] {
    return this.states;
  }

  /** The state as known at a position; the initial one before the first. */
  at(knownUpTo: Position): State {
    let low = 0;
    let high = this.positions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.positions[middle] as number) <= knownUpTo) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? this.initial : (this.states[low - 1] as State);
  }
}
