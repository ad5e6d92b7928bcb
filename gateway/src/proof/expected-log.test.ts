import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENT_SIGNATURES, expectLog } from './expected-log.ts';

/** Events as the contracts' interfaces declare them, with the struct of TradeOpened written out as a tuple. */
function readDeclaredEvents(): Map<string, string> {
  const folder = new URL('../../../chain/contracts/interfaces/', import.meta.url);
  const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8').replace(/\/\/[^\n]*/g, ''));
  const types = (list: string, separator: string): string[] =>
    list.split(separator).flatMap((part) => {
      const [type] = part.trim().split(/\s+/);
      return type ? [type] : [];
    });
  const structs = new Map<string, string>();
  for (const source of sources) {
    for (const [, name = '', body = ''] of source.matchAll(/struct (\w+) \{([^}]*)\}/g))
      structs.set(name, `(${types(body, ';').join(',')})`);
  }
  const events = new Map<string, string>();
  for (const source of sources) {
    for (const [, name = '', parameters = ''] of source.matchAll(/event (\w+)\(([^)]*)\);/g)) {
      events.set(
        name,
        `${name}(${types(parameters, ',')
          .map((type) => structs.get(type) ?? type)
          .join(',')})`,
      );
    }
  }
  return events;
}

describe('an event’s signature', () => {
  const declared = readDeclaredEvents();

  it.each(Object.entries(EVENT_SIGNATURES))('%s is what its interface declares', (name, signature) => {
    expect(declared.get(name)).toBe(signature);
  });
});

describe('the log that proves a body', () => {
  const id = new Uint8Array(32).fill(1);
  const orderId = new Uint8Array(32).fill(2);

  // docs/wire.md §4, row by row.
  it.each([
    ['a registration', 'meterRegistration', {}, { contract: 'meterRegistry', event: 'MeterRegistered', topic: 1, id }],
    ['a rotation', 'meterRotation', {}, { contract: 'meterRegistry', event: 'MeterRotated', topic: 1, id }],
    ['a recovery rule', 'recoveryRule', {}, { contract: 'meterRegistry', event: 'RecoveryRuleSet', topic: 1, id }],
    ['a recovery', 'recovery', {}, { contract: 'meterRegistry', event: 'RecoveryStarted', topic: 1, id }],
    ['a veto', 'recoveryVeto', {}, { contract: 'meterRegistry', event: 'RecoveryVetoed', topic: 1, id }],
    ['a revocation', 'meterRevocation', {}, { contract: 'meterRegistry', event: 'MeterRevoked', topic: 1, id }],
    ['a batch', 'readingBatch', {}, { contract: 'readingLedger', event: 'BatchRecorded', topic: 1, id }],
    ['an admission', 'admissionRequest', {}, { contract: 'admissionPolicy', event: 'AdmissionDecided', topic: 1, id }],
    ['a sell order', 'order', { orderSide: 1 }, { contract: 'energyMarket', event: 'TradeOpened', topic: 2, id }],
    ['a buy order', 'order', { orderSide: 2 }, { contract: 'energyMarket', event: 'TradeOpened', topic: 3, id }],
    ['a cancellation', 'orderCancellation', { orderId }, { contract: 'energyMarket', event: 'OrderCancelled', topic: 1, id: orderId }],
    ['an application', 'carbonApplication', {}, { contract: 'carbonLedger', event: 'PermitsTraded', topic: 1, id }],
    ['a supply agreement', 'supplyAgreement', {}, { contract: 'energyMarket', event: 'SupplyAgreed', topic: 1, id }],
    ['its termination', 'supplyTermination', {}, { contract: 'energyMarket', event: 'SupplyTerminated', topic: 1, id }],
    ['permits retired', 'permitRetirement', {}, { contract: 'carbonLedger', event: 'PermitsRetired', topic: 1, id }],
    ['guarantees retired', 'guaranteeRetirement', {}, { contract: 'guaranteeOfOrigin', event: 'GuaranteeRetired', topic: 1, id }],
    ['a storage state', 'storageState', {}, { contract: 'storageBoard', event: 'StorageStateShared', topic: 1, id }],
    ['an offer', 'permitOffer', {}, { contract: 'carbonLedger', event: 'PermitsTraded', topic: 2, id }],
  ] as const)('of %s', (_, kind, ids, expected) => {
    expect(expectLog(kind, { id, ...ids })).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['an order without its side', 'order', {}],
    ['an order of another side', 'order', { orderSide: 3 }],
    ['a cancellation without the order’s id', 'orderCancellation', {}],
    ['a match', 'match', {}],
    ['a settlement', 'settlement', {}],
  ] as const)('is unknown for %s', (_, kind, ids) => {
    expect(expectLog(kind, { id, ...ids })).toMatchObject({ ok: false, code: 'RECEIPT_INVALID' });
  });
});
