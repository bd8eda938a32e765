import { describe, expect, it } from 'vitest';
import { parseMultipart } from './multipart.ts';

const TYPE = 'multipart/form-data; boundary=----------abc';

function body(...parts: (string | Buffer)[][]): Buffer {
  const chunks = parts.flatMap((part) => ['------------abc\r\n', ...part, '\r\n']);
  return Buffer.concat([...chunks, '------------abc--\r\n'].map((chunk) => Buffer.from(chunk as string)));
}

describe('parseMultipart', () => {
  it('keeps a part whose file name is unquoted, Russian and with spaces, as grammY writes it', () => {
    const data = Buffer.from([0, 13, 10, 45, 45, 255, 13, 10]);
    const head = 'content-disposition:form-data;name="x1";filename=Отчёт за год.docx\r\n';
    const parts = parseMultipart(body([head, 'content-type:application/octet-stream\r\n\r\n', data]), TYPE);
    expect(parts).toEqual([
      { name: 'x1', fileName: 'Отчёт за год.docx', contentType: 'application/octet-stream', data },
    ]);
  });

  it('reads quoted names with escapes and plain fields', () => {
    const parts = parseMultipart(
      body(
        ['Content-Disposition: form-data; name="document"; filename="a \\"b\\".txt"\r\n\r\n', 'data'],
        ['Content-Disposition: form-data; name="caption"\r\n\r\n', 'строка 1\nстрока 2'],
        ['Content-Disposition: form-data; name="empty"\r\n\r\n', ''],
      ),
      TYPE,
    );
    expect(parts.map(({ name, fileName, data }) => [name, fileName, data.toString()])).toEqual([
      ['document', 'a "b".txt', 'data'],
      ['caption', undefined, 'строка 1\nстрока 2'],
      ['empty', undefined, ''],
    ]);
  });

  it('refuses a body that is cut off', () => {
    const whole = body(['content-disposition:form-data;name="a"\r\n\r\n', 'value']);
    expect(() => parseMultipart(whole.subarray(0, whole.length - 20), TYPE)).toThrow('cut off');
  });
});
