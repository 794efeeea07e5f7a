import type VoiceResponse from "twilio/lib/twiml/VoiceResponse";

/** What `<Say>` needs to speak a language: its `language` and `voice` attributes. */
export type TwilioVoice = Required<Pick<VoiceResponse.SayAttributes, "language" | "voice">>;

const ENGLISH: TwilioVoice = { language: "en-US", voice: "Google.en-US-Standard-C" };

// One maker for all: Polly has no standard voice for Indonesian, Ukrainian and Vietnamese.
const VOICES: Readonly<Record<string, TwilioVoice>> = {
  en: ENGLISH,
  de: { language: "de-DE", voice: "Google.de-DE-Standard-A" },
  fr: { language: "fr-FR", voice: "Google.fr-FR-Standard-A" },
  es: { language: "es-ES", voice: "Google.es-ES-Standard-A" },
  "pt-BR": { language: "pt-BR", voice: "Google.pt-BR-Standard-A" },
  it: { language: "it-IT", voice: "Google.it-IT-Standard-A" },
  nl: { language: "nl-NL", voice: "Google.nl-NL-Standard-A" },
  sv: { language: "sv-SE", voice: "Google.sv-SE-Standard-A" },
  pl: { language: "pl-PL", voice: "Google.pl-PL-Standard-A" },
  tr: { language: "tr-TR", voice: "Google.tr-TR-Standard-A" },
  uk: { language: "uk-UA", voice: "Google.uk-UA-Standard-A" },
  ar: { language: "ar-XA", voice: "Google.ar-XA-Standard-A" },
  hi: { language: "hi-IN", voice: "Google.hi-IN-Standard-A" },
  id: { language: "id-ID", voice: "Google.id-ID-Standard-A" },
  vi: { language: "vi-VN", voice: "Google.vi-VN-Standard-A" },
  ja: { language: "ja-JP", voice: "Google.ja-JP-Standard-A" },
  ko: { language: "ko-KR", voice: "Google.ko-KR-Standard-A" },
  "zh-Hans": { language: "cmn-CN", voice: "Google.cmn-CN-Standard-A" },
};

/** The voice for the language that a message is written in, its `locale`; English for one without. */
export function twilioVoice(locale: string | undefined): TwilioVoice {
  return VOICES[locale ?? "en"] ?? ENGLISH;
}
