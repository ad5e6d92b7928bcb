/** The independent calculation's residuals: what trades left of each interval, at the price that the zone's operator had set before it. */
const WAIT_TICKS = 17;

/**
 * @param facts plan, units, registers, supplies (least and most price agreed, by unit), basePrices (zone, tick, price)
 * @param spoken by unit, interval and register what trades drew; grows by what is settled here
 * @returns {index, interval, exportWh, importWh, priceMicro, boughtMicro, suppliedMicro}[]
 */
export function expectResiduals({ plan, units, registers, supplies, basePrices }, { heard, spoken, mayBePaid }) {
  const residuals = [];
  for (const { index, least, most, terminatedAt } of supplies) {
    const unit = units[index];
    for (let interval = 0; interval < plan.ticks; interval += 1) {
      if (terminatedAt !== undefined && interval > terminatedAt) break;
      if (heard(unit, interval) === undefined || heard(unit, interval + 1) === undefined) continue;
      const left = (register) => {
        const moved = registers[interval + 1][index][register] - registers[interval][index][register];
        return moved - (spoken.get(`${index}/${interval}/${register}`) ?? 0n);
      };
      const { priceMicro } = basePrices.filter((set) => set.zone === unit.zone && set.tick < interval).at(-1);
      const exportWh = priceMicro >= least && mayBePaid(unit, interval, interval + WAIT_TICKS) ? left('exportWh') : 0n;
      const importWh = priceMicro <= most ? left('importWh') : 0n;
      if (exportWh === 0n && importWh === 0n) continue;
      for (const [register, wh] of Object.entries({ exportWh, importWh })) {
        const key = `${index}/${interval}/${register}`;
        spoken.set(key, (spoken.get(key) ?? 0n) + wh);
      }
      const [boughtMicro, suppliedMicro] = [(exportWh * priceMicro) / 1000n, (importWh * priceMicro) / 1000n];
      residuals.push({ index, interval, exportWh, importWh, priceMicro, boughtMicro, suppliedMicro });
    }
  }
  return residuals;
}
