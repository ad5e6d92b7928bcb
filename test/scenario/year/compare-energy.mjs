/** Energy on the chain against the calculation: pairs of [what, expected, got]. */

const indexOf = (play) =>
  new Map(
    play.units.flatMap((unit) => [
      [unit.meter, unit.index],
      [unit.owner.address, unit.index],
    ]),
  );

const pairKey = (sellId, buyId) => `${sellId}/${buyId}`;

export function compareBoundaries(play, { heard, registers }) {
  const { plan, units, events } = play;
  const got = new Map();
  for (const { name, args } of events) {
    if (name === 'BoundaryRecorded')
      got.set(`${args.meter}/${Number(args.boundary) - plan.firstInterval}`, `${args.importWh}/${args.exportWh}`);
  }
  return units.flatMap((unit) =>
    registers.map((row, boundary) => {
      const { importWh, exportWh } = row[unit.index];
      const want = heard(unit, boundary) === undefined ? undefined : `${importWh}/${exportWh}`;
      return [`${unit.name} at boundary ${boundary}`, want, got.get(`${unit.meter}/${boundary}`)];
    }),
  );
}

export function compareOpened(play, { trades }) {
  const opened = new Map(
    play.events.filter(({ name }) => name === 'TradeOpened').map(({ args }) => [pairKey(args.sellOrderId, args.buyOrderId), args.terms]),
  );
  const pairs = trades.flatMap(({ sell, buy, interval, energyWh, priceMicro }) => {
    const terms = opened.get(pairKey(sell.id, buy.id));
    const name = `${play.units[sell.index].name} to ${play.units[buy.index].name} in interval ${interval}`;
    return [
      [`${name}, Wh`, energyWh, terms?.energyWh],
      [`${name}, price`, priceMicro, terms?.priceMicroPerKwh],
      [`${name}, interval`, BigInt(play.plan.firstInterval + interval), terms?.interval],
    ];
  });
  return [...pairs, ['number of trades', trades.length, opened.size]];
}

export function compareSettled(play, { trades }) {
  const idOf = new Map(
    play.events.filter(({ name }) => name === 'TradeOpened').map(({ args }) => [pairKey(args.sellOrderId, args.buyOrderId), args.tradeId]),
  );
  const settled = new Map(play.events.filter(({ name }) => name === 'TradeSettled').map(({ args }) => [args.tradeId, args]));
  const pairs = trades.flatMap(({ sell, buy, interval, settledWh, paidMicro, escrowedMicro }) => {
    const got = settled.get(idOf.get(pairKey(sell.id, buy.id)));
    const name = `${play.units[sell.index].name} to ${play.units[buy.index].name} in interval ${interval}`;
    return [
      [`${name}, settled Wh`, settledWh, got?.settledWh],
      [`${name}, paid`, paidMicro, got?.paidMicro],
      [`${name}, given back`, escrowedMicro - paidMicro, got?.refundedMicro],
    ];
  });
  return [...pairs, ['number of settlements', trades.length, settled.size]];
}

export function compareResiduals({ plan, units, events }, { residuals }) {
  const settled = new Map(
    events
      .filter(({ name }) => name === 'ResidualSettled')
      .map(({ args }) => [`${args.meter}/${Number(args.interval) - plan.firstInterval}`, args]),
  );
  const pairs = residuals.flatMap(({ index, interval, exportWh, importWh, priceMicro, boughtMicro, suppliedMicro }) => {
    const got = settled.get(`${units[index].meter}/${interval}`);
    const name = `${units[index].name} in interval ${interval}`;
    return [
      [`${name}, exported Wh`, exportWh, got?.exportWh],
      [`${name}, imported Wh`, importWh, got?.importWh],
      [`${name}, price`, priceMicro, got?.priceMicroPerKwh],
      [`${name}, bought for`, boughtMicro, got?.boughtMicro],
      [`${name}, supplied for`, suppliedMicro, got?.suppliedMicro],
    ];
  });
  return [...pairs, ['number of residuals', residuals.length, settled.size]];
}

export async function compareSpoken({ plan, units, chain }, { spoken, heard, registers }) {
  const slots = units
    .flatMap((unit) => registers.slice(1).map((_, interval) => ({ unit, interval })))
    .filter(({ unit, interval }) => heard(unit, interval + 1) !== undefined);
  const answers = await chain.read(
    slots.map(({ unit, interval }) => ['readingLedger', 'boundaryOf', [unit.meter, BigInt(plan.firstInterval + interval + 1)]]),
  );
  const freeOf = (unit, interval, register) => {
    if (heard(unit, interval) === undefined) return 0n;
    const moved = registers[interval + 1][unit.index][register] - registers[interval][unit.index][register];
    const taken = spoken.get(`${unit.index}/${interval}/${register}`) ?? 0n;
    return moved > taken ? moved - taken : 0n;
  };
  return slots.flatMap(({ unit, interval }, at) => [
    [`${unit.name} not sold in ${interval}`, freeOf(unit, interval, 'exportWh'), answers[at].exportFreeWh],
    [`${unit.name} not bought in ${interval}`, freeOf(unit, interval, 'importWh'), answers[at].importFreeWh],
  ]);
}

export async function compareEnergy(play, { people, registers }) {
  const { plan, units, chain, events } = play;
  const indices = indexOf(play);
  const sums = units.map(() => ({ sold: 0n, bought: 0n }));
  for (const { name, args } of events) {
    if (name !== 'TradeSettled') continue;
    sums[indices.get(args.seller)].sold += args.settledWh;
    sums[indices.get(args.buyer)].bought += args.settledWh;
  }
  const latest = await chain.read(units.map(({ meter }) => ['readingLedger', 'latestOf', [meter]]));
  return units.flatMap(({ name, index }) => [
    [`${name}, import register`, registers[plan.ticks][index].importWh, latest[index].importWh],
    [`${name}, export register`, registers[plan.ticks][index].exportWh, latest[index].exportWh],
    [`${name}, sold`, people[index].soldWh, sums[index].sold],
    [`${name}, bought`, people[index].boughtWh, sums[index].bought],
  ]);
}
