/** What the device measures at one moment. */
export interface SunSpecValues {
  readonly importWh: bigint;
  readonly exportWh: bigint;
  /** Positive is import. */
  readonly powerW: number;
  readonly voltageMv: number;
  readonly frequencyMhz: number;
  readonly ratedPowerW: number;
  /** A battery's. */
  readonly ratedStorageWh?: number;
  /** Of 100. */
  readonly stateOfCharge?: number;
  /** What an installer has set; Germany's values unless told. */
  readonly protection?: SunSpecProtection;
}

export interface SunSpecProtection {
  /** Of nominal. */
  readonly underVoltagePermille?: number;
  readonly overVoltagePermille?: number;
  readonly underFrequencyMhz?: number;
  readonly overFrequencyMhz?: number;
  readonly enterServiceDelaySeconds?: number;
}

/** Points of one model by name, raw: before their scale factor. */
export type SunSpecPoints = Readonly<Record<string, number | bigint | string>>;

/** St of models 101–113. */
const STATE = { off: 1, sleeping: 2, mppt: 4 };

/** The smallest power of ten in which twice this fits in 15 bits. */
function scaleFor(rated: number): number {
  let scale = 0;
  while ((2 * rated) / 10 ** scale > 0x7fff) scale += 1;
  return scale;
}

const tenths = (milli: number): number => Math.round(milli / 100);

function inverterPoints(values: SunSpecValues, isConnected: boolean, isFloat: boolean): SunSpecPoints {
  const generated = isConnected ? -values.powerW : 0;
  const St = isConnected ? (generated === 0 ? STATE.sleeping : STATE.mppt) : STATE.off;
  const events = { Evt1: 0, Evt2: 0 };
  if (isFloat) return { W: generated, PhVphA: values.voltageMv / 1000, Hz: values.frequencyMhz / 1000, WH: values.exportWh, St, ...events };
  const W_SF = scaleFor(values.ratedPowerW);
  return {
    A: Math.round(Math.abs(generated) / (values.voltageMv / 100_000)),
    A_SF: -2,
    PhVphA: tenths(values.voltageMv),
    V_SF: -1,
    W: Math.round(generated / 10 ** W_SF),
    W_SF,
    Hz: Math.round(values.frequencyMhz / 10),
    Hz_SF: -2,
    WH: values.exportWh,
    WH_SF: 0,
    St,
    ...events,
  };
}

function meterPoints(values: SunSpecValues, isFloat: boolean): SunSpecPoints {
  const energy = { TotWhImp: values.importWh, TotWhExp: values.exportWh, Evt: 0 };
  if (isFloat) return { W: values.powerW, PhVphA: values.voltageMv / 1000, Hz: values.frequencyMhz / 1000, ...energy };
  const W_SF = scaleFor(values.ratedPowerW);
  return {
    PhVphA: tenths(values.voltageMv),
    V_SF: -1,
    W: Math.round(values.powerW / 10 ** W_SF),
    W_SF,
    Hz: Math.round(values.frequencyMhz / 10),
    Hz_SF: -2,
    TotWh_SF: 0,
    ...energy,
  };
}

function derPoints(values: SunSpecValues, isConnected: boolean): SunSpecPoints {
  const W_SF = scaleFor(values.ratedPowerW);
  const rated = Math.round(values.ratedPowerW / 10 ** W_SF);
  const generated = isConnected ? -values.powerW : 0;
  return {
    ACType: 0,
    St: isConnected ? 1 : 0,
    InvSt: isConnected ? (generated === 0 ? 1 : 3) : 0,
    ConnSt: isConnected ? 1 : 0,
    Alrm: 0,
    W: Math.round(generated / 10 ** W_SF),
    LNV: tenths(values.voltageMv),
    VL1: tenths(values.voltageMv),
    Hz: values.frequencyMhz,
    TotWhInj: values.exportWh,
    TotWhAbs: values.importWh,
    V_SF: -1,
    W_SF,
    Hz_SF: -3,
    TotWh_SF: 0,
    WMaxRtg: rated,
    WMax: rated,
    PFOvrExtRtg: 800,
    PFUndExtRtg: 800,
    PF_SF: -3,
    VNomRtg: 2300,
    VNom: 2300,
  };
}

function ratingPoints(values: SunSpecValues): SunSpecPoints {
  const sf = scaleFor(values.ratedPowerW);
  const rated = Math.round(values.ratedPowerW / 10 ** sf);
  const ratings = { DERTyp: 4, WRtg: rated, WRtg_SF: sf, VARtg: rated, VARtg_SF: sf };
  return { ...ratings, WMax: rated, WMax_SF: sf, VRef: 230, VRef_SF: 0, VRefOfs: 0, VRefOfs_SF: 0 };
}

/** One curve with one stage, told alike as must trip, may trip and momentary cessation. */
function tripPoints(id: number, { protection = {} }: SunSpecValues): SunSpecPoints {
  const curve = { Ena: 1, AdptCrvReq: 0, AdptCrvRslt: 1, NPt: 1, NCrvSet: 1, V_SF: -1, Hz_SF: -3, Tms_SF: -1, ReadOnly: 1, ActPt: 1 };
  const { underVoltagePermille = 800, overVoltagePermille = 1100, underFrequencyMhz = 47_500, overFrequencyMhz = 51_500 } = protection;
  if (id === 707) return { ...curve, V: underVoltagePermille, Tms: 30 };
  if (id === 708) return { ...curve, V: overVoltagePermille, Tms: 1 };
  return { ...curve, Hz: id === 709 ? underFrequencyMhz : overFrequencyMhz, Tms: 1 };
}

/** The definition of 802 gives W no sign: positive here while it discharges. */
function batteryPoints(values: SunSpecValues): SunSpecPoints {
  const { ratedStorageWh = 0, stateOfCharge = 0 } = values;
  const WHRtg_SF = scaleFor(ratedStorageWh);
  const W_SF = scaleFor(values.ratedPowerW);
  const rates = { WChaRteMax: Math.round(values.ratedPowerW / 10 ** W_SF), WDisChaRteMax: Math.round(values.ratedPowerW / 10 ** W_SF) };
  const power = { W: Math.round(-values.powerW / 10 ** W_SF), W_SF, WChaDisChaMax_SF: W_SF };
  const charge = { WHRtg: Math.round(ratedStorageWh / 10 ** WHRtg_SF), WHRtg_SF, SoC: Math.round(stateOfCharge * 10), SoC_SF: -1 };
  return { ...rates, ...power, ...charge, LocRemCtl: 0, Typ: 4, State: 3, Evt1: 0, Evt2: 0 };
}

function modulePoints(values: SunSpecValues, isConnected: boolean, repeats: number): SunSpecPoints {
  const DCW_SF = scaleFor(values.ratedPowerW);
  const generated = isConnected ? Math.max(-values.powerW, 0) : 0;
  const share = Math.round(generated / repeats / 10 ** DCW_SF);
  return { DCW_SF, DCWH_SF: 0, N: repeats, ID: 1, DCW: share, DCWH: values.exportWh / BigInt(repeats), DCSt: STATE.mppt };
}

/** What a device with these values shows in a model; a repeated group shows the same each time. */
export function sunSpecPoints(id: number, repeats: number, values: SunSpecValues, isConnected: boolean): SunSpecPoints {
  if (id >= 101 && id <= 113) return inverterPoints(values, isConnected, id > 110);
  if (id >= 201 && id <= 214) return meterPoints(values, id > 210);
  if (id === 120 || id === 121) return ratingPoints(values);
  if (id === 122) return { PVConn: isConnected ? 7 : 2, StorConn: 0, ECPConn: isConnected ? 1 : 0, ActWh: values.exportWh };
  if (id === 123) return { Conn: isConnected ? 1 : 0, WMaxLimPct: 100, WMaxLimPct_SF: 0, WMaxLim_Ena: 0, OutPFSet_Ena: 0, VArPct_Ena: 0 };
  if (id === 160) return modulePoints(values, isConnected, repeats);
  if (id === 701 || id === 702) return derPoints(values, isConnected);
  if (id === 703) return { ES: isConnected ? 1 : 0, ESDlyTms: values.protection?.enterServiceDelaySeconds ?? 60 };
  if (id >= 707 && id <= 710) return tripPoints(id, values);
  if (id === 802) return batteryPoints(values);
  // The curves and functions a device lists and has not set: nothing implemented.
  return {};
}
