import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractTransparencyValues } from './transparency-xml.ts';

const RECORD = 'OCMF|{"PG":"T1"}|{"SD":"00"}';
const extract = (xml: string, encoding: BufferEncoding = 'utf8') => extractTransparencyValues(new Uint8Array(Buffer.from(xml, encoding)));
const file = (data: string, key = '<publicKey encoding="plain">30 59\n 30</publicKey>'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<values>\n <value transactionId="1">${data}${key}</value>\n</values>`;
function only(xml: string, encoding?: BufferEncoding) {
  const result = extract(xml, encoding);
  if (!result.ok) throw new Error(result.message);
  const [value, ...others] = result.value;
  expect(others).toEqual([]);
  return value && { ...value, signedData: Buffer.from(value.signedData).toString('utf8') };
}

describe('a transparency file', () => {
  it.each([
    ['plain', `<signedData format="OCMF" encoding="plain">${RECORD}</signedData>`],
    ['without a word of its encoding', `<signedData format="OCMF">\n  ${RECORD}\n</signedData>`],
    ['hex', `<signedData format="OCMF" encoding="hex">${Buffer.from(RECORD).toString('hex')}</signedData>`],
    ['hex without a word of it', `<encodedData format="OCMF">${Buffer.from(RECORD).toString('hex').toUpperCase()}</encodedData>`],
    ['base64', `<encodedData format='OCMF' encoding='base64'>${Buffer.from(RECORD).toString('base64')}</encodedData>`],
    ['base64 without a word of it', `<encodedData format="OCMF">${Buffer.from(RECORD).toString('base64')}</encodedData>`],
    ['without a word of its format', `<signedData>${RECORD}</signedData>`],
    [
      'with entities',
      `<signedData format="OCMF">${RECORD.replaceAll('"', '&quot;').replace('|', '&#x7c;').replace('T', '&#84;')}</signedData>`,
    ],
    ['in a section of characters', `<signedData format="OCMF"><![CDATA[${RECORD}]]></signedData>`],
    ['in two of them', `<signedData format="OCMF"><![CDATA[${RECORD.slice(0, 9)}]]><![CDATA[${RECORD.slice(9)}]]></signedData>`],
    ['under a prefix', `<s:signedData format="OCMF" xmlns:s="urn:x">${RECORD}</s:signedData>`],
    ['behind tags that are words of the program’s', `<toString>x</toString><signedData format="OCMF">${RECORD}</signedData>`],
    ['twice, of which the first counts', `<signedData format="OCMF">${RECORD}</signedData><encodedData format="OCMF">00</encodedData>`],
    [
      'behind a comment that holds another',
      `<!-- <signedData format="X">1</signedData> --><signedData format="OCMF">${RECORD}</signedData>`,
    ],
    ['behind an attribute that looks like a tag', `<signedData note="a>b" format="OCMF">${RECORD}</signedData>`],
  ])('gives a record that stands in it %s', (_, data) => {
    expect(only(file(data))).toEqual({ format: 'OCMF', signedData: RECORD, publicKey: '305930' });
  });

  it('gives letters beyond ASCII as UTF-8, whatever the file is written in', () => {
    const data = '<signedData format="OCMF">OCMF|ä|</signedData>';
    expect(only(file(data))?.signedData).toBe('OCMF|ä|');
    expect(only(`\ufeff${file(data)}`)?.signedData).toBe('OCMF|ä|');
    expect(only(file(data).replace('UTF-8', 'ISO-8859-1'), 'latin1')?.signedData).toBe('OCMF|ä|');
    expect(only(`\ufeff${file(data)}`, 'utf16le')?.signedData).toBe('OCMF|ä|');
  });

  it('gives every value, with its own key or none', () => {
    const values = [1, 2, 3].map(
      (n) => `<value><signedData format="OCMF">${n}|</signedData>${n === 2 ? '' : `<publicKey>0${n}</publicKey>`}</value>`,
    );
    const result = extract(`<values><value/>${values.join('\n')}<value><publicKey>ff</publicKey></value></values>`);
    expect(result.ok && result.value.map(({ signedData, publicKey }) => [Buffer.from(signedData).toString(), publicKey])).toEqual([
      ['1|', '01'],
      ['2|', undefined],
      ['3|', '03'],
    ]);
  });

  it('gives a value without anything in it as such', () => {
    expect(only(file('<signedData format="OCMF">\n</signedData>'))).toMatchObject({ format: 'OCMF', signedData: '' });
  });

  const LAUGHS = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
  it.each([
    [
      'a billion laughs',
      `<?xml version="1.0"?><!DOCTYPE values [<!ENTITY l0 "ha">${LAUGHS}]>${file('<signedData>&l10;</signedData>')}`,
      'FRAME_MALFORMED',
    ],
    ['an entity from elsewhere', `<!DOCTYPE v SYSTEM "file:///etc/passwd"><values></values>`, 'FRAME_MALFORMED'],
    ['another document', '<html><body></body></html>', 'FRAME_MALFORMED'],
    ['nothing', '', 'FRAME_MALFORMED'],
    ['a tag without an end', '<values><value', 'FRAME_MALFORMED'],
    ['a comment without an end', '<values><!-- ', 'FRAME_MALFORMED'],
    ['a section of characters without an end', '<values><![CDATA[', 'FRAME_MALFORMED'],
    ['more values than anyone charges', `<values>${'<value><signedData>|</signedData></value>'.repeat(10_001)}</values>`, 'FRAME_OVERLONG'],
    ['more than 16 MiB', ' '.repeat((1 << 24) + 1), 'FRAME_OVERLONG'],
  ])('is refused: %s', (_, xml, code) => {
    expect(extract(xml)).toMatchObject({ ok: false, code });
  });

  it('says of a document type that it is one', () => {
    expect(extract('<!DOCTYPE values><values/>')).toMatchObject({ ok: false, message: expect.stringContaining('document type') });
  });

  it.each([
    ['opened values', '<value><signedData>'],
    ['attributes', '<value a="'],
    ['spaces in a tag', '<value          '],
    ['references', '<value><signedData>&#x0000&lt;&'],
    ['comments', '<!-- -- <!--'],
  ])('takes no longer than its length for many unfinished %s', (_, part) => {
    const xml = new Uint8Array(Buffer.from(`<values>${part.repeat(Math.floor(2_000_000 / part.length))}`));
    const started = performance.now();
    extractTransparencyValues(xml);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('is never a throw, whatever stands in it', () => {
    const pieces = [
      '<',
      '>',
      '</',
      '/>',
      '<values>',
      '<value>',
      '</value>',
      '<signedData format="OCMF">',
      '</signedData>',
      '<![CDATA[',
      ']]>',
      '&#99999999;',
      '&#x110000;',
      '"',
      'OCMF|',
      '\u0000',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string())), (parts) => {
        extract(`<values>${parts.join('')}`);
      }),
    );
  });
});
