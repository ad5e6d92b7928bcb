/** Which energy is still anybody's: a node's own books, from what the contracts announce. */

/** Registers at boundaries, less what trades and residuals have taken. */
export function followLeft({ plan, left, registersAt, openTrades }, { name, args }) {
  const of = (meter) => left.get(meter) ?? left.set(meter, new Map()).get(meter);
  if (name === 'BoundaryRecorded') {
    const boundary = Number(args.boundary) - plan.firstInterval;
    const known = registersAt.get(args.meter) ?? registersAt.set(args.meter, new Map()).get(args.meter);
    known.set(boundary, args);
    const before = known.get(boundary - 1);
    if (before) of(args.meter).set(boundary - 1, { importWh: args.importWh - before.importWh, exportWh: args.exportWh - before.exportWh });
    known.delete(boundary - 2);
  } else if (name === 'TradeSettled') {
    const { sellerMeter, buyerMeter, interval } = openTrades.get(args.tradeId);
    const at = Number(interval) - plan.firstInterval;
    const [sold, bought] = [of(sellerMeter).get(at), of(buyerMeter).get(at)];
    if (sold) sold.exportWh -= args.settledWh;
    if (bought) bought.importWh -= args.settledWh;
  } else if (name === 'ResidualSettled') of(args.meter).delete(Number(args.interval) - plan.firstInterval);
}
