import * as v from 'valibot';
import { parseDeviceAddress } from '../../transport/index.ts';
import { parsedBy, positive, text, whole } from './config-values.ts';

const unitId = v.optional(v.pipe(whole(0, 'a Modbus unit id'), v.maxValue(247, 'a Modbus unit id from 0 to 247 expected')), 1);
const bit = v.pipe(whole(0, 'an address'), v.maxValue(0xffff, 'an address from 0 to 65535 expected'));
const line = whole(0, 'a line number');
const chip = v.pipe(v.string('a GPIO chip expected'), v.regex(/^[a-z][a-z0-9-]*$/, 'a GPIO chip such as gpiochip0 expected'));
const isTrue = v.optional(v.boolean('true or false expected'), true);
const common = {
  /** While no verdict is proven yet: open, or as it was found. */
  onUnknown: v.optional(v.picklist(['open', 'hold'], 'open or hold expected'), 'open'),
  /** How long a contact may take before it is announced that it does not follow. */
  feedbackSeconds: v.optional(positive('seconds'), 5),
};

/** What the verdict on a unit switches: a contactor behind a Modbus coil or a GPIO line, or the SunSpec device itself. */
export const output = v.variant(
  'kind',
  [
    v.strictObject({
      kind: v.literal('modbus-coil'),
      transport: parsedBy(parseDeviceAddress),
      unitId,
      coil: bit,
      /** The coil's value that closes the contact. */
      closedValue: isTrue,
      feedback: v.strictObject({
        type: v.optional(v.picklist(['input', 'coil'], 'input or coil expected'), 'input'),
        address: bit,
        closedValue: isTrue,
      }),
      ...common,
    }),
    v.strictObject({ kind: v.literal('sunspec'), ...common }),
    v.pipe(
      v.strictObject({
        kind: v.literal('gpio'),
        chip: v.optional(chip, 'gpiochip0'),
        line,
        closedValue: isTrue,
        feedback: v.strictObject({ chip: v.optional(chip), line, closedValue: isTrue }),
        /** The lines as files instead, under their global numbers: /sys/class/gpio. */
        folder: v.optional(text),
        ...common,
      }),
      v.forward(
        v.check(
          (o) => o.feedback.line !== o.line || (o.folder === undefined && (o.feedback.chip ?? o.chip) !== o.chip),
          'another line expected than the output: asked for its level, that would become an input',
        ),
        ['feedback'],
      ),
    ),
  ],
  'kind modbus-coil, sunspec or gpio expected',
);
export type OutputConfig = v.InferOutput<typeof output>;
