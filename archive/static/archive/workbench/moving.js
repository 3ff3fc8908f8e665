/* Moving through the text by keyboard: whole words and sentences are selected as one goes. */

export class Moves {
  constructor(source, language) {
    this.source = source;
    this.language = language || "en";
    this.anchor = null;
    this.focus = null;
    this.kept = { word: new Map(), sentence: new Map() };
  }

  /** The words or sentences of a paragraph, as spans of the text. */
  units(index, granularity) {
    const kept = this.kept[granularity];
    if (!kept.has(index)) {
      const paragraph = this.source.paragraphs[index];
      const from = this.source.start(paragraph);
      const text = this.source.text.slice(from, this.source.end(paragraph));
      const segmenter = new Intl.Segmenter(this.language, { granularity });
      const spans = [];
      for (const { segment, index: at, isWordLike } of segmenter.segment(text)) {
        if (granularity === "word" && !isWordLike) continue;
        const span = this.source.span(from + at, from + at + segment.length);
        if (span) spans.push(span);
      }
      kept.set(index, spans);
    }
    return kept.get(index);
  }

  /** Go on from what was selected otherwise, by mouse for instance. */
  take(span) {
    this.anchor = this.focus = span;
  }

  /** The unit in this direction: the one that holds the place when nothing was chosen yet. */
  next(granularity, forward) {
    const paragraphs = this.source.paragraphs;
    const from = this.focus;
    const place = from ? (forward ? from.end : from.start) : 0;
    let index = from ? this.source.indexAt(place) : 0;
    for (; index >= 0 && index < paragraphs.length; index += forward ? 1 : -1) {
      const units = this.units(index, granularity);
      const found = forward
        ? units.find((unit) => unit.start >= place)
        : units.findLast((unit) => unit.end <= place);
      if (found) return found;
    }
    return null;
  }

  move(granularity, forward, extend) {
    const unit = this.next(granularity, forward);
    if (!unit) return null;
    this.focus = unit;
    if (!extend || !this.anchor) this.anchor = unit;
    return this.spread();
  }

  /** The sentence around the focus, or the next one where that is selected already. */
  sentence() {
    const at = this.focus?.start ?? 0;
    const units = this.units(this.source.indexAt(at), "sentence");
    const around = units.find((unit) => unit.start <= at && at < unit.end) ?? units[0];
    const now = this.anchor && this.spread();
    if (!around || (now && now.start === around.start && now.end === around.end)) {
      return this.move("sentence", true, false);
    }
    this.take(around);
    return around;
  }

  /** One character more or less at the end of the selection. */
  nudge(forward) {
    if (!this.focus) return null;
    const now = this.spread();
    const segments = [...new Intl.Segmenter(this.language).segment(
      forward ? this.source.text.slice(now.end, now.end + 40) : now.quote,
    )];
    const step = (forward ? segments[0] : segments.at(-1))?.segment.length ?? 0;
    const end = now.end + (forward ? step : -step);
    if (end <= now.start || end > this.source.text.length) return now;
    const span = { start: now.start, end, quote: this.source.text.slice(now.start, end) };
    this.take(span);
    return span;
  }

  spread() {
    return this.source.span(
      Math.min(this.anchor.start, this.focus.start),
      Math.max(this.anchor.end, this.focus.end),
    );
  }
}

const QUOTATION = /“[^“”]+”|«[^«»]+»|"[^"\n]+"/gu;

/** The next quotation behind an offset for which `free` holds. */
export function nextQuotation(text, from, free) {
  for (const found of text.matchAll(QUOTATION)) {
    const span = { start: found.index, end: found.index + found[0].length, quote: found[0] };
    if (span.start >= from && free(span)) return span;
  }
  return null;
}

/** Every place where these words stand as whole words. */
export function places(text, quote) {
  const found = [];
  const inner = /[\p{L}\p{N}_]/u;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    const end = at + quote.length;
    const open = inner.test(quote[0]) && inner.test(text.charAt(at - 1));
    const close = inner.test(quote.at(-1)) && inner.test(text.charAt(end));
    if (!open && !close) found.push({ start: at, end, quote });
    if (found.length >= 500) break;
  }
  return found;
}
