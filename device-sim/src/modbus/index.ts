/** modbus: slaves on a serial line and Modbus TCP servers, as devices are. Answers out of units made elsewhere; shares nothing with any client. May import pty. */
export { MODBUS_FAULTS, type ModbusFault } from './faults.ts';
export { attachRtuSlaves, type RtuSlaveOptions } from './rtu-slave.ts';
export { type ModbusTcpOptions, type ModbusTcpServer, startModbusTcpServer } from './tcp-server.ts';
export { EXCEPTION, type ModbusUnit, memoryUnit } from './unit.ts';
