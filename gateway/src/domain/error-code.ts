/** The stable codes are shared with every other program; the type alone enters the domain. */
export type { ErrorCode } from '@joulegate/protos';
