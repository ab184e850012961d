import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { encodeFrame, FrameReader, LARGEST_PAYLOAD, LARGEST_SENT } from './frame-codec.ts';

/** A frame whose payload is these bytes, whatever they are. */
function raw(payload: Buffer | string): Buffer {
  const bytes = typeof payload === 'string' ? Buffer.from(payload, 'utf8') : payload;
  const header = Buffer.alloc(4);
  header.writeUInt32BE(bytes.length, 0);
  return Buffer.concat([header, bytes]);
}

describe('a frame', () => {
  it('is its length in four bytes, big-endian, and UTF-8 JSON', () => {
    const frame = encodeFrame({ t: 'hb', name: 'Zoë ✓ 📈' });
    expect(frame.readUInt32BE(0)).toBe(frame.length - 4);
    expect(frame.subarray(4).toString('utf8')).toBe('{"t":"hb","name":"Zoë ✓ 📈"}');
  });

  it('is refused where no terminal would accept it', () => {
    expect(() => encodeFrame({ text: 'x'.repeat(LARGEST_SENT) }, LARGEST_SENT)).toThrow(
      /65547 bytes/,
    );
  });
});

const messages = fc.array(
  fc.dictionary(
    fc.string({ unit: 'binary' }),
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
    ),
    { noNullPrototype: true },
  ),
  { minLength: 1, maxLength: 6 },
);

describe('a reader', () => {
  test.prop([messages, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 })])(
    'gives back what was framed, however the stream is cut',
    (sent, cuts) => {
      const stream = Buffer.concat(sent.map((message) => encodeFrame(message)));
      const reader = new FrameReader();
      const got: unknown[] = [];
      for (let at = 0, cut = 0; at < stream.length; cut += 1) {
        const end = at + (cuts[cut % cuts.length] as number);
        const read = reader.push(stream.subarray(at, end));
        expect(read.defect).toBeUndefined();
        got.push(...read.messages);
        at = end;
      }
      expect(got).toEqual(sent.map((message) => JSON.parse(JSON.stringify(message)) as unknown));
      expect(reader.inFrame).toBe(false);
    },
  );

  it('joins one-byte pieces, in the middle of a character too, and waits for the last', () => {
    const frame = encodeFrame({ comment: 'naïve "quoted" 漢字 📈' });
    const reader = new FrameReader();
    for (const byte of frame.subarray(0, -1)) {
      expect(reader.push(Buffer.from([byte]))).toEqual({ messages: [] });
      expect(reader.inFrame).toBe(true);
    }
    expect(reader.push(frame.subarray(-1)).messages).toEqual([
      { comment: 'naïve "quoted" 漢字 📈' },
    ]);
  });

  it('takes the largest frame in one-byte pieces', () => {
    const frame = raw(`{"a":"${'x'.repeat(60_000)}"}`);
    const reader = new FrameReader();
    let seen = 0;
    for (let at = 0; at < frame.length; at += 1) {
      seen += reader.push(frame.subarray(at, at + 1)).messages.length;
    }
    expect(seen).toBe(1);
    expect(
      new FrameReader().push(raw(`{"a":"${'x'.repeat(LARGEST_PAYLOAD - 8)}"}`)).messages,
    ).toHaveLength(1);
  });

  const defects: ReadonlyArray<readonly [string, Buffer, RegExp]> = [
    ['an empty frame', Buffer.alloc(4), /claims 0 bytes/],
    ['a frame of one byte', raw('1'), /claims 1 bytes/],
    [
      'an oversized frame, by its length alone',
      Buffer.from([0, 0x10, 0, 1]),
      /claims 1048577 bytes/,
    ],
    ['a negative length', Buffer.from([0xff, 0xff, 0xff, 0xff]), /claims 4294967295 bytes/],
    ['text that is no frame', Buffer.from('GET / HTTP/1.1\r\n\r\n'), /claims 1195725856 bytes/],
    ['bytes that are not UTF-8', raw(Buffer.from([0x7b, 0xc3, 0x28, 0x7d])), /not UTF-8/],
    ['half a character', raw(Buffer.from('{"a":"é'.slice(0, 7)).subarray(0, 7)), /not UTF-8/],
    ['a terminating zero', raw('{"a":1}\0'), /not JSON/],
    ['a byte order mark', raw('\ufeff{"a":1}'), /not JSON/],
    ['half a message', raw('{"t":"hel'), /not JSON: "\{\\"t\\":\\"hel"/],
    ['a field twice', raw('{"a":1,"a":2}'), /stands twice/],
    ['a field twice, deep inside', raw('{"r":[{"x":[{"b":1,"b":1}]}]}'), /stands twice/],
    ['more nesting than a parser should follow', raw(`{"a":${'['.repeat(400_000)}`), /not JSON/],
    ['a list', raw('[1,2]'), /not a JSON object/],
    ['null', raw('null'), /not a JSON object/],
    ['a number', raw('42'), /not a JSON object/],
  ];
  it.each(defects)('names what is wrong with %s, and is done', (_, bytes, words) => {
    const reader = new FrameReader();
    const read = reader.push(Buffer.concat([encodeFrame({ before: 1 }), bytes]));
    expect(read.messages).toEqual([{ before: 1 }]);
    const code = words.source.startsWith('claims') ? 'E_FRAME' : 'E_JSON';
    expect(read.defect).toEqual({ code, why: expect.stringMatching(words) as unknown });
    expect(reader.push(encodeFrame({ after: 1 }))).toEqual({ messages: [], defect: read.defect });
  });

  it('counts no colon inside of text as a field', () => {
    const tricky = { 'a:b': '":"', c: '\\"x":', d: [{ e: ':' }, ':', null], __proto__x: {} };
    expect(new FrameReader().push(encodeFrame(tricky)).messages).toEqual([tricky]);
    const deep = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    expect(new FrameReader().push(raw(deep)).messages).toHaveLength(1);
  });

  it('holds strangers to smaller frames until they are trusted', () => {
    const big = raw(`{"a":"${'x'.repeat(200)}"}`);
    expect(new FrameReader(100).push(big).defect?.why).toMatch(/allowed are 2 to 100 bytes/);
    const reader = new FrameReader(100);
    reader.trust();
    expect(reader.push(big).messages).toHaveLength(1);
  });
});
