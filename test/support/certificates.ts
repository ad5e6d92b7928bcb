import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireProgram } from './programs.ts';

export const OPENSSL = ['openssl', 'openssl'] as const;

export interface Identity {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface Authority {
  readonly caFile: string;
  /** A certificate for a client of this common name, or for the broker on loopback; made now, thrown away with the folder. */
  issue(name: string, options?: { readonly days?: number; readonly broker?: boolean }): Identity;
}

/** An authority of its own for one test, by openssl: no key of it ever stands in the project. */
export function createAuthority(folder: string, name: string): Authority {
  const program = requireProgram(...OPENSSL);
  const openssl = (...args: string[]) => execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const newKey = (path: string) => {
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', path);
    chmodSync(path, 0o600);
  };
  const caFile = join(folder, `${name}.pem`);
  const caKey = join(folder, `${name}.key`);
  newKey(caKey);
  openssl('req', '-x509', '-new', '-key', caKey, '-sha256', '-days', '2', '-subj', `/CN=${name}`, '-out', caFile);
  return {
    caFile,
    issue(subject, { days = 1, broker = false } = {}) {
      const stem = join(folder, `${name}-${subject}${days > 0 ? '' : '-expired'}`);
      const [certFile, keyFile, request, extensions] = ['.pem', '.key', '.csr', '.ext'].map((end) => stem + end) as [
        string,
        string,
        string,
        string,
      ];
      if (existsSync(certFile)) return { certFile, keyFile };
      newKey(keyFile);
      openssl('req', '-new', '-key', keyFile, '-subj', `/CN=${subject}`, '-out', request);
      writeFileSync(
        extensions,
        broker ? 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n' : 'extendedKeyUsage=clientAuth\n',
      );
      const signing = ['-CA', caFile, '-CAkey', caKey, '-CAcreateserial', '-days', String(days), '-sha256', '-extfile', extensions];
      openssl('x509', '-req', '-in', request, ...signing, '-out', certFile);
      return { certFile, keyFile };
    },
  };
}

/** What an MQTT client is given. */
export function tlsOptions(caFile: string, identity?: Identity): { ca: Buffer; cert?: Buffer; key?: Buffer } {
  return {
    ca: readFileSync(caFile),
    ...(identity && { cert: readFileSync(identity.certFile), key: readFileSync(identity.keyFile) }),
  };
}
