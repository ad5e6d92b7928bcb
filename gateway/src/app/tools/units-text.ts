import { JoulegateError } from '../../domain/index.ts';

const UNIT_MAX = 247;

/** Modbus unit ids as `1-10`, `1,3,42` or both. @throws JoulegateError CONFIG_INVALID */
export function parseUnits(text: string): readonly number[] {
  const units = text.split(',').flatMap((part) => {
    const [, from = '', to = from] = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(part.trim()) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (from === '' || last > UNIT_MAX || first > last)
      throw new JoulegateError(
        'CONFIG_INVALID',
        `units: 1-10 or 1,3,42, each from 0 to ${UNIT_MAX}, expected, got ${JSON.stringify(text)}`,
      );
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  return [...new Set(units)];
}
