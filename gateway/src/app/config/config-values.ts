import * as v from 'valibot';

// Values that stand in the configuration, each with the words that say what is expected.

/** Another room's message begins with what it is about; here the path says that. */
const MESSAGE_CODE = /^[^:]*: /;

/** Text that another room's parser must take; its own words are the message. */
export function parsedBy<T>(parse: (text: string) => T) {
  return v.pipe(
    v.string('text expected'),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      try {
        return parse(dataset.value);
      } catch (cause) {
        addIssue({ message: (cause as Error).message.replace(MESSAGE_CODE, '') });
        return NEVER;
      }
    }),
  );
}

export function nameOf<const T extends Record<string, number>>(names: T) {
  const list = Object.keys(names) as [keyof T & string, ...(keyof T & string)[]];
  return v.picklist(list, `one of ${list.join(', ')} expected`);
}

export const whole = (min: number, what: string) =>
  v.pipe(v.number(`${what} expected`), v.safeInteger(`${what} expected`), v.minValue(min, `${what}, at least ${min}, expected`));
export const positive = (what: string) => v.pipe(v.number(`${what} expected`), v.gtValue(0, `${what}, more than 0, expected`));
export const text = v.pipe(v.string('text expected'), v.nonEmpty('text expected, got none'));
export const uint32 = v.pipe(
  v.number('a number from 0 to 4294967295 expected'),
  v.integer('a whole number expected'),
  v.minValue(0, 'a number from 0 to 4294967295 expected'),
  v.maxValue(0xffffffff, 'a number from 0 to 4294967295 expected'),
);
const SECRET_EXPECTED = 'file:<path>, credential:<name> or env:<NAME> expected';
const KEY_EXPECTED = 'file:<path>, credential:<name>, env:<NAME>, keystore:<path>?password=… or external:<program> expected';
/** Of an owner, or of a gateway that measures. */
export const signerUri = v.pipe(
  v.string(KEY_EXPECTED),
  v.regex(/^((file|credential|env|external):.+|keystore:[^?]+\?password=(file|credential|env):.+)/, KEY_EXPECTED),
);
export const keyUri = v.pipe(v.string(SECRET_EXPECTED), v.regex(/^(file|credential|env):.+/, SECRET_EXPECTED));
