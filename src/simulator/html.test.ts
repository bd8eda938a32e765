import { describe, expect, it } from 'vitest';
import { parseHtml } from './html.ts';

describe('parseHtml', () => {
  it('reads nested tags, attributes and character references', () => {
    const { text, entities } = parseHtml(
      '<b>Вопрос <i>1</i></b> &lt;из&gt; 7 &amp; <a href="https://example.ru/?a=1&amp;b=2">сайт</a>&#33;&nbsp;',
    );
    expect(text).toBe('Вопрос 1 <из> 7 & сайт!&nbsp;');
    expect(entities).toEqual([
      { type: 'bold', offset: 0, length: 8 },
      { type: 'italic', offset: 7, length: 1 },
      { type: 'text_link', offset: 18, length: 4, url: 'https://example.ru/?a=1&b=2' },
    ]);
  });

  it('puts the outer of two equal stretches first', () => {
    expect(parseHtml('<i><b>а</b></i>').entities.map((entity) => entity.type)).toEqual(['italic', 'bold']);
  });

  it('knows spoilers, quotations and code with a language', () => {
    const { entities } = parseHtml(
      '<span class="tg-spoiler">а</span><blockquote expandable>б</blockquote><pre><code class="language-ts">в</code></pre>',
    );
    expect(entities).toEqual([
      { type: 'spoiler', offset: 0, length: 1 },
      { type: 'expandable_blockquote', offset: 1, length: 1 },
      { type: 'pre', offset: 2, length: 1, language: 'ts' },
    ]);
  });

  it.each([
    ['<b>а', 'Can\'t find end tag corresponding to start tag "b"'],
    ['а</b>', 'Unexpected end tag at byte offset 2'],
    ['<b>а<i>б</b></i>', 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'],
    ['а <br> б', 'Unsupported start tag "br" at byte offset 3'],
    ['<span>а</span>', 'Unsupported start tag "span" at byte offset 0'],
    ['1 < 2', 'Unclosed start tag at byte offset 2'],
  ])('refuses %j', (source, reason) => {
    expect(() => parseHtml(source)).toThrow(`Bad Request: can't parse entities: ${reason}`);
  });
});
