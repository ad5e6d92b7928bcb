import { accept, type Edl40Reading, type Edl40Register, type Edl40Time, type Result, refuse } from '../../domain/index.ts';
import { parseSmlFile, type SmlEntry, type SmlList } from './messages.ts';
import { readSecondsIndex, readSmlTime } from './time.ts';
import type { SmlElement } from './tlv.ts';

/** OBIS of what stands in a signed list: SAFE e.V. Transparenzsoftware, format/sml, EDL40 and IsaEDL40 SMLReader. */
const NAME = {
  signedRegister: '0100011100ff',
  register: '0100010800ff',
  registerAtBegin: '010001080080',
  contract: '8182815401ff',
  secondsIndex: '810060080001',
  manufacturerData: '8180816101ff',
} as const;
const PAGINATION = { edl40: '8180817101ff', isa: '8180c7f040ff' } as const;
const SERVER_ID_LENGTH = 10;
const CONTRACT_ID_MAX = 128;
const LOGBOOK_LENGTH = 2;
/** r | s of P-192 and P-256. */
const SIGNATURE_LENGTH = { edl40: 48, isa: 64 } as const;
const ISA_LIST_NAME_LENGTH = 6;
const ISA_MANUFACTURER_DATA_LENGTH = 20;

const integerOf = (element: SmlElement | undefined): bigint | undefined => (element?.type === 'integer' ? element.value : undefined);
const octetsOf = (element: SmlElement | undefined): Uint8Array => (element?.type === 'octets' ? element.octets : new Uint8Array());
const missing = (what: string): ReturnType<typeof refuse> => refuse('VALUE_INVALID', `EDL40: ${what} expected in the signed list`);

function timeOf(entry: SmlEntry): Edl40Time | undefined {
  const time = readSmlTime(entry.time);
  return time === undefined ? undefined : { time: time.time, offsetSeconds: time.offsetSeconds };
}

function registerOf(entry: SmlEntry): Edl40Register | undefined {
  const time = timeOf(entry);
  const [status, unit, scaler, value] = [entry.status, entry.unit, entry.scaler, entry.value].map(integerOf);
  if (time === undefined || status === undefined || unit === undefined || scaler === undefined || value === undefined) return undefined;
  return { obis: Buffer.from(entry.name, 'hex'), status, time, unit: Number(unit), scaler: Number(scaler), value };
}

function decodeList(list: SmlList): Result<Edl40Reading> {
  const named = (name: string): SmlEntry | undefined => list.entries.find((entry) => entry.name === name);
  const begin = named(NAME.registerAtBegin);
  const isIsa = begin !== undefined;
  const signed = octetsOf(list.signature);
  const signature = signed.subarray(0, -LOGBOOK_LENGTH);
  const signatureLength = SIGNATURE_LENGTH[isIsa ? 'isa' : 'edl40'];
  // EMH's eMOC signs with P-256 what it rearranges first; its layout is nowhere published but in a program.
  if (signature.length !== signatureLength)
    return refuse(
      'FORMAT_UNSUPPORTED',
      `EDL40: a signature of ${signatureLength} bytes and a logbook index of ${LOGBOOK_LENGTH} expected, got ${signed.length}`,
    );
  const registerEntry = named(isIsa ? NAME.register : NAME.signedRegister);
  const register = registerEntry === undefined ? undefined : registerOf(registerEntry);
  if (registerEntry === undefined || register === undefined) return missing('a register with status, time, unit, scaler and value');
  const contract = named(NAME.contract);
  const contractId = octetsOf(contract?.value);
  if (contract === undefined || contractId.length > CONTRACT_ID_MAX) return missing(`a contract id of at most ${CONTRACT_ID_MAX} bytes`);
  const pagination = integerOf(named(PAGINATION[isIsa ? 'isa' : 'edl40'])?.value);
  if (pagination === undefined) return missing('a pagination');
  if (list.serverId.length !== SERVER_ID_LENGTH) return missing(`a server id of ${SERVER_ID_LENGTH} bytes`);
  const common = {
    serverId: list.serverId,
    register,
    pagination,
    contractId,
    logbook: signed.subarray(-LOGBOOK_LENGTH),
    signature,
  };
  if (!isIsa) {
    const contractTime = timeOf(contract);
    if (contractTime === undefined) return missing('the time of the contract id');
    const index = named(NAME.secondsIndex);
    const secondsIndex = index === undefined ? undefined : secondsIndexOf(index.value);
    if (secondsIndex === undefined) return missing('a seconds index');
    return accept({ format: 'EDL40', ...common, secondsIndex, contractTime });
  }
  const beginRegister = registerOf(begin);
  if (beginRegister === undefined) return missing('a register of the beginning with status, time, unit, scaler and value');
  const registerSignature = octetsOf(registerEntry.signature);
  if (registerSignature.length !== SIGNATURE_LENGTH.isa + LOGBOOK_LENGTH) return missing('a signature of the register of 66 bytes');
  const manufacturerData = octetsOf(named(NAME.manufacturerData)?.value);
  if (manufacturerData.length !== ISA_MANUFACTURER_DATA_LENGTH) return missing('129-128:97.1.1 of 20 bytes');
  if (list.name.length !== ISA_LIST_NAME_LENGTH) return missing('a list name of 6 bytes');
  return accept({ format: 'ISA-EDL-40P', ...common, listName: list.name, registerSignature, begin: beginRegister, manufacturerData });
}

/** SML_Value as a list of choice 1 (time) and SML_Time; some send SML_Time itself. */
function secondsIndexOf(value: SmlElement): bigint | undefined {
  const inner = value.type === 'list' && value.items.length === 2 && value.items[1]?.type === 'list' ? value.items[1] : value;
  return readSecondsIndex(inner);
}

/**
 * Takes from a frame what an EDL40 or ISA-EDL-40P meter signed, to be verified by attest's verifyEdl40.
 * @param frame from the start sequence through the CRC
 * @returns the fields of the first signed list; what parsing the frame refuses; FORMAT_UNSUPPORTED where no list is
 *   signed, or with another curve; VALUE_INVALID where a field is missing that the signature covers.
 */
export function decodeEdl40(frame: Uint8Array): Result<Edl40Reading> {
  const file = parseSmlFile(frame);
  if (!file.ok) return file;
  const list = file.value.lists.find(({ signature }) => octetsOf(signature).length > LOGBOOK_LENGTH);
  return list === undefined ? refuse('FORMAT_UNSUPPORTED', 'EDL40: a signed list expected, got none') : decodeList(list);
}
