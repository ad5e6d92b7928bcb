/**
 * transport: bytes of one device over a serial port or TCP, as frames. In: an address, injected framers. Out: frames,
 * counts of discarded bytes, the state of the wire. Must not know what a frame means, nor the rooms that frame it.
 */
export { type DeviceAddress, parseDeviceAddress, type SerialAddress, type TcpAddress } from './device-address.ts';
export { type DialogueTransportOptions, openDialogueTransport } from './dialogue-transport.ts';
export { type FrameSplitter, lineSplitter, telegramSplitter } from './frame-splitter.ts';
export { listSerialPorts, type SerialPortName } from './list-serial-ports.ts';
export { type ModbusBus, type ModbusBusOptions, type ModbusBusStat, openModbusBus } from './modbus/modbus-bus.ts';
export { openTransport, type PausableTransport, type TransportOptions } from './open-transport.ts';
export { traceWires, type WireTrace } from './wire-trace.ts';
