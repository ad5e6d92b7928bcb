/** Bytes of a stream that a framer has not judged yet: appended at the end, dropped at the beginning, each in constant time. */
export class ByteWindow {
  #bytes: Uint8Array;
  #start = 0;
  #end = 0;

  /** @param capacity grows no further than twice this, as long as its owner holds no more than it */
  constructor(capacity: number) {
    this.#bytes = new Uint8Array(2 * Math.max(capacity, 1));
  }

  get length(): number {
    return this.#end - this.#start;
  }

  /** @returns undefined where nothing is held. */
  at(index: number): number | undefined {
    return index < this.length ? this.#bytes[this.#start + index] : undefined;
  }

  append(byte: number): void {
    if (this.#end === this.#bytes.length) {
      this.#bytes.copyWithin(0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
    }
    this.#bytes[this.#end] = byte;
    this.#end += 1;
  }

  drop(count: number): void {
    this.#start = Math.min(this.#start + count, this.#end);
  }

  /** A copy of the first bytes, which stay. */
  peek(count: number): Uint8Array {
    return this.#bytes.slice(this.#start, Math.min(this.#start + count, this.#end));
  }

  /** Forgets everything. @returns how many bytes that were. */
  clear(): number {
    const cost = this.length;
    this.#start = 0;
    this.#end = 0;
    return cost;
  }
}
