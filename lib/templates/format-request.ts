type Formats = { time: Intl.DateTimeFormat; date: Intl.DateTimeFormat; minutes: Intl.NumberFormat };

// Making one of these costs far more than using it; there is one set for each language.
const made = new Map<string, Formats>();

function formatsOf(locale: string): Formats {
  const known = made.get(locale);
  if (known) return known;
  const tag = `${locale}-u-nu-latn`;
  const formats = {
    time: new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" }),
    date: new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" }),
    minutes: new Intl.NumberFormat(tag, { style: "unit", unit: "minute", unitDisplay: "long" }),
  };
  made.set(locale, formats);
  return formats;
}

/** The time of day in UTC, `14:22`. */
export function formatTime(locale: string, at: Date): string {
  return formatsOf(locale).time.format(at);
}

/** The day in UTC, `20 November 2026`. */
export function formatDate(locale: string, at: Date): string {
  return formatsOf(locale).date.format(at);
}

/** `10 minutes`, `1 minute`. */
export function formatMinutes(locale: string, minutes: number): string {
  return formatsOf(locale).minutes.format(minutes);
}
