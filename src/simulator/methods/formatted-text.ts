import { checkEntities, withFoundEntities } from '../entities.ts';
import { parseHtml } from '../html.ts';
import { type Params, structure, text } from '../params.ts';
import { badRequest } from '../refusal.ts';
import { CAPTION_LIMIT, type FormattedText, TEXT_LIMIT, cleanText } from '../text-rules.ts';

/** The text of a message, parsed, cleaned, 1 to 4 096 units. @throws Refusal in Telegram's words */
export function readText(params: Params): FormattedText {
  const formatted = read(params, 'text', 'entities');
  if (formatted.text === '') throw badRequest('message text is empty');
  if (formatted.text.length > TEXT_LIMIT) throw badRequest('message is too long');
  return formatted;
}

/** A caption, parsed, cleaned, at most 1 024 units; empty when absent. @throws Refusal in Telegram's words */
export function readCaption(params: Params): FormattedText {
  const formatted = read(params, 'caption', 'caption_entities');
  if (formatted.text.length > CAPTION_LIMIT) throw badRequest('message caption is too long');
  return formatted;
}

function read(params: Params, name: string, entitiesName: string): FormattedText {
  const source = text(params, name) ?? '';
  const parsed = parse(params, source, entitiesName);
  const cleaned = cleanText(parsed.text, parsed.entities);
  return { text: cleaned.text, entities: withFoundEntities(cleaned.text, cleaned.entities) };
}

function parse(params: Params, source: string, entitiesName: string): FormattedText {
  const mode = text(params, 'parse_mode')?.toLowerCase() ?? '';
  if (mode === 'html') return parseHtml(source);
  if (mode === 'markdown' || mode === 'markdownv2') {
    throw badRequest('the simulator parses no Markdown; use entities or HTML');
  }
  if (mode !== '') throw badRequest('unsupported parse_mode');
  const complaint = "can't parse entities: can't parse entities JSON object";
  return { text: source, entities: checkEntities(structure(params, entitiesName, complaint), source) };
}
