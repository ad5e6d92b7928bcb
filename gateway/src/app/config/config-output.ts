import * as v from 'valibot';
import { parseDeviceAddress } from '../../transport/index.ts';
import { parsedBy, positive, whole } from './config-values.ts';

const unitId = v.optional(v.pipe(whole(0, 'a Modbus unit id'), v.maxValue(247, 'a Modbus unit id from 0 to 247 expected')), 1);
const bit = v.pipe(whole(0, 'an address'), v.maxValue(0xffff, 'an address from 0 to 65535 expected'));
const common = {
  /** While no verdict is proven yet: open, or as it was found. */
  onUnknown: v.optional(v.picklist(['open', 'hold'], 'open or hold expected'), 'open'),
  /** How long a contact may take before it is announced that it does not follow. */
  feedbackSeconds: v.optional(positive('seconds'), 5),
};

/** What the verdict on a unit switches: a contactor behind a Modbus coil, or the SunSpec device itself. */
export const output = v.variant(
  'kind',
  [
    v.strictObject({
      kind: v.literal('modbus-coil'),
      transport: parsedBy(parseDeviceAddress),
      unitId,
      coil: bit,
      /** The coil's value that closes the contact. */
      closedValue: v.optional(v.boolean('true or false expected'), true),
      feedback: v.strictObject({
        type: v.optional(v.picklist(['input', 'coil'], 'input or coil expected'), 'input'),
        address: bit,
        closedValue: v.optional(v.boolean('true or false expected'), true),
      }),
      ...common,
    }),
    v.strictObject({ kind: v.literal('sunspec'), ...common }),
  ],
  'kind modbus-coil or sunspec expected',
);
export type OutputConfig = v.InferOutput<typeof output>;
