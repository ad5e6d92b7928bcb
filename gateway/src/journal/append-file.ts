import { type FileHandle, open } from 'node:fs/promises';

/** What the journal asks of the operating system for its active segment; a test puts a failing disk here. */
export interface DiskCalls {
  write(file: FileHandle, bytes: Uint8Array, position: number): Promise<number>;
  sync(file: FileHandle): Promise<void>;
  truncate(file: FileHandle, length: number): Promise<void>;
}

export const realDisk: DiskCalls = {
  write: async (file, bytes, position) => (await file.write(bytes, 0, bytes.length, position)).bytesWritten,
  sync: (file) => file.datasync(),
  truncate: (file, length) => file.truncate(length),
};

/** The segment being written: appends are all or nothing, durable when they resolve. */
export class AppendFile {
  readonly #file: FileHandle;
  readonly #disk: DiskCalls;
  #length: number;
  /** Half of a group may stand behind the end: it could not be cut off. */
  #isDirty = false;

  private constructor(file: FileHandle, disk: DiskCalls, length: number) {
    this.#file = file;
    this.#disk = disk;
    this.#length = length;
  }

  static async open(path: string, length: number, disk: DiskCalls): Promise<AppendFile> {
    const file = await open(path, length === 0 ? 'w+' : 'r+', 0o600);
    return new AppendFile(file, disk, length);
  }

  get length(): number {
    return this.#length;
  }

  /**
   * @returns the offset at which the bytes begin.
   * @throws the operating system's error; the file then ends where it ended before.
   */
  async append(bytes: Uint8Array): Promise<number> {
    const offset = this.#length;
    try {
      if (this.#isDirty) await this.#disk.truncate(this.#file, offset);
      let written = 0;
      while (written < bytes.length) written += await this.#disk.write(this.#file, bytes.subarray(written), offset + written);
      await this.#disk.sync(this.#file);
    } catch (cause) {
      // Half a group must not stay: a later append would otherwise start behind it.
      this.#isDirty = true;
      await this.#disk.truncate(this.#file, offset);
      this.#isDirty = false;
      throw cause;
    }
    this.#isDirty = false;
    this.#length = offset + bytes.length;
    return offset;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
