/** A listener of Mosquitto that only lets in whom the access list knows. Pure. */
import { MESSAGE_MAX_LENGTH } from '@joulegate/protos';

export interface ListenerOptions {
  readonly port: number;
  /** By client certificate, whose common name is the user name; or by user name and password, over TLS all the same. */
  readonly auth: 'certificate' | 'password';
  /** Folder of ca.pem, broker.pem, broker.key, and of what `auth` needs. */
  readonly folder: string;
  readonly aclFile: string;
}

/** A topic and MQTT's own header beside the payload. */
const PACKET_OVERHEAD = 1024;

export function formatListener({ port, auth, folder, aclFile }: ListenerOptions): string {
  return [
    '# Made by "joulegate-chain broker-acl": a file for /etc/mosquitto/conf.d.',
    'per_listener_settings true',
    '# Sessions and what waits in them survive a restart of the broker, for as long as a gateway may be away.',
    'persistence true',
    'persistent_client_expiration 14d',
    `max_packet_size ${MESSAGE_MAX_LENGTH + PACKET_OVERHEAD}`,
    'max_queued_messages 10000',
    'max_queued_bytes 67108864',
    '',
    `listener ${port}`,
    'allow_anonymous false',
    `acl_file ${aclFile}`,
    `certfile ${folder}/broker.pem`,
    `keyfile ${folder}/broker.key`,
    'tls_version tlsv1.2',
    ...(auth === 'certificate'
      ? [
          `cafile ${folder}/ca.pem`,
          'require_certificate true',
          'use_identity_as_username true',
          '# Certificates taken back before their end: uncomment, renew the list, send SIGHUP.',
          `# crlfile ${folder}/revoked.pem`,
        ]
      : [`# mosquitto_passwd ${folder}/passwords <user>`, `password_file ${folder}/passwords`]),
    '# A client id is the user name: nobody takes over, or throws out, the session of another.',
    'use_username_as_clientid true',
    '',
  ].join('\n');
}
