/** Time as the gateway sees it; injected, so that the core stays pure and a demo can run a day in minutes. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
}
