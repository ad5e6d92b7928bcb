/**
 * Stable codes of everything Joulegate refuses. A code never changes its meaning; docs/wire.md lists what each expects.
 * They stand in health counters, receipts, logs and CLI output. Data only.
 */
export const ERROR_CODES = [
  // wire to gateway
  'FRAME_OVERLONG', // no end of line within the limit
  'FRAME_TRUNCATED', // a frame ended before its declared or fixed length
  'FRAME_MALFORMED', // start, separator or alphabet wrong
  'CRC_MISMATCH',
  'PAYLOAD_LAYOUT', // not the exact 132-byte layout of a SignedReading (wrong tag, length or an unknown field)
  'VALUE_INVALID', // a value that can't be read, or a sentinel (0xFFFF…) where a number is expected
  'DOMAIN_MISMATCH',
  'SIGNATURE_INVALID',
  'SIGNATURE_HIGH_S',
  'COUNTER_REPLAYED',
  'EQUIVOCATION', // another payload under a counter already seen
  'REGISTER_DECREASED',
  'RATE_IMPLAUSIBLE', // more energy than the nameplate allows in the time
  'TIME_IMPLAUSIBLE',
  'METER_UNKNOWN',
  'METER_FAULT',
  'FORMAT_UNSUPPORTED', // well formed, but a curve, unit or structure that is not known here
  'DECRYPTION_FAILED', // key missing, or authentication tag wrong
  'DEVICE_EXCEPTION', // the device answered that it will not: Modbus exception, DL/T 645 error reply
  'DEVICE_TIMEOUT', // no whole answer in time
  'REGISTER_ROLLOVER', // an event: the register passed its last digit
  'METER_EXCHANGED', // an event: another meter answers where one was known
  'OUTPUT_MISMATCH', // the switched output does not do what the verdict asks of it
  'FED_IN_WITHOUT_PERMIT', // an event: the export register rose though the output is to be open
  'METER_KEY_CHANGED', // an event: a meter signs with its next key from now on, or why it does not
  'METER_CLOCK_DRIFT', // an event: a signing meter's clock runs away from ours, or is right again
  'CLOCK_JUMPED', // our own clock was set
  // journal and relay
  'JOURNAL_FULL',
  'JOURNAL_CORRUPT',
  'MQTT_PAYLOAD_OVERSIZE',
  'MQTT_PAYLOAD_DEPTH', // JSON nested deeper than anything we say
  'MQTT_RATE_EXCEEDED', // a sender says more than its allowance
  'MQTT_TOPIC_INVALID',
  'REQUEST_INVALID', // a question to the gateway that is none, or one too many
  'PROTOBUF_MALFORMED',
  'PROTOBUF_UNKNOWN_FIELD',
  'RECEIPT_INVALID',
  'RECEIPT_UNPROVEN',
  'RECEIPT_CONTRADICTED', // other chain nodes have another block there
  // chain node
  'NETWORK_MISMATCH',
  'TRANSACTION_ID_MISMATCH',
  'OWNER_SIGNATURE_INVALID',
  'ORDER_OVER_LIMIT',
  'ORDER_EXPIRED',
  'NOT_ADMITTED',
  'METER_NOT_ACTIVE',
  'INSUFFICIENT_BALANCE',
  'QUOTA_EXCEEDED', // one gateway asks more of a chain node than its share: deferred
  'CONTRACT_REVERTED', // any other custom error of a contract, named in the message
  // program
  'CONFIG_INVALID',
  'KEY_INVALID',
  'TRANSPORT_FAILED',
  'DEVICE_SILENT',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
