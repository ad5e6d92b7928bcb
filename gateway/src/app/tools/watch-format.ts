import { CARRIER, NATURE, SIDE, SOURCE, type TransactionBody } from '@joulegate/protos';

function nameIn(names: Record<string, number>, value: number): string {
  return Object.keys(names).find((name) => names[name] === value) ?? String(value);
}

/** An integer with the decimal point `digits` from its right. */
export function formatDecimal(value: bigint, digits: number): string {
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  return `${value < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export const formatKwh = (wh: bigint) => `${formatDecimal(wh, 3)} kWh`;
export const formatPrice = (micro: bigint) => `${formatDecimal(micro, 6)}/kWh`;
const formatKg = (grams: bigint) => `${formatDecimal(grams, 3)} kg CO2`;

export function formatHex(bytes: Uint8Array, digits = 10): string {
  const hex = Buffer.from(bytes).toString('hex');
  return `0x${hex.length > digits ? `${hex.slice(0, digits)}…` : hex}`;
}

/** A transaction's body in one line, with units. */
export function formatBody(body: TransactionBody): string {
  switch (body.kind) {
    case 'meterRegistration': {
      const { owner, source, carrier, zone, capacityW } = body.value;
      return `register a meter: ${nameIn(SOURCE, source)}, ${nameIn(CARRIER, carrier)}, zone ${zone}, ${capacityW} W, owner ${formatHex(owner)}`;
    }
    case 'meterRotation':
      return `new key for meter ${formatHex(body.value.meter)}`;
    case 'meterRevocation':
      return `revoke meter ${formatHex(body.value.meter)}`;
    case 'recoveryRule': {
      const { owner, guardian, delaySeconds } = body.value;
      return `${formatHex(guardian)} may recover ${formatHex(owner)} after ${delaySeconds} s`;
    }
    case 'recovery':
      return `recover ${formatHex(body.value.owner)}: ${formatHex(body.value.newOwner)} in its place`;
    case 'recoveryVeto':
      return `veto against recovery ${formatHex(body.value.recoveryId)}`;
    case 'admissionRequest': {
      const { meter, zone, nature, capacityW, priceMicroPerKwh, evidence } = body.value;
      return `admission of ${formatHex(meter)} to zone ${zone}: ${nameIn(NATURE, nature)}, ${capacityW} W at ${formatPrice(priceMicroPerKwh)}, ${evidence.length} readings as evidence`;
    }
    case 'order': {
      const { meter, side, carrier, zone, interval, energyWh, priceMicroPerKwh } = body.value;
      return `${nameIn(SIDE, side)} ${formatKwh(energyWh)} ${nameIn(CARRIER, carrier)} at ${formatPrice(priceMicroPerKwh)}, zone ${zone}, interval ${interval}, meter ${formatHex(meter)}`;
    }
    case 'orderCancellation':
      return `cancel order ${formatHex(body.value.orderId)}`;
    case 'supplyAgreement': {
      const { meter, zone, maxPriceMicroPerKwh, minPriceMicroPerKwh } = body.value;
      return `residual of ${formatHex(meter)} at zone ${zone}'s base price: supplied at ${formatPrice(maxPriceMicroPerKwh)} or less, sold at ${formatPrice(minPriceMicroPerKwh)} or more`;
    }
    case 'supplyTermination':
      return `no more residual of ${formatHex(body.value.meter)} at the base price`;
    case 'carbonApplication':
      return `buy permits for ${formatKg(body.value.grams)}, period ${body.value.period}, at most ${formatDecimal(body.value.maxPriceMicroPerKg, 6)}/kg`;
    case 'permitOffer':
      return `sell permits for ${formatKg(body.value.grams)}, period ${body.value.period}, at ${formatDecimal(body.value.priceMicroPerKg, 6)}/kg`;
    case 'readingBatch': {
      const { meter, firstCounter, count, root } = body.value;
      return `batch of ${count} readings of ${formatHex(meter)} from #${firstCounter}, root ${formatHex(root)}`;
    }
    case 'permitRetirement':
      return `retire permits for ${formatKg(body.value.grams)}, period ${body.value.period}`;
    case 'guaranteeRetirement':
      return `retire guarantees of origin for ${formatKwh(body.value.energyWh)}, for ${formatHex(body.value.beneficiary)}`;
    case 'storageState': {
      const { meter, storedWh, usableWh, powerW } = body.value;
      return `storage ${formatHex(meter)} holds ${formatKwh(storedWh)} of ${formatKwh(usableWh)}, ${powerW} W`;
    }
    case 'match':
      return `match ${formatKwh(body.value.energyWh)} at ${formatPrice(body.value.priceMicroPerKwh)}`;
    case 'settlement':
      return `settle trade ${formatHex(body.value.tradeId)}`;
  }
}
