import type { OtpWords } from "../words";

const IGNORE = "अगर आपने यह कोड नहीं माँगा था, तो इस ईमेल को अनदेखा करें।";

/** Hindi. A draft that no native speaker has read yet. */
export const hi: OtpWords = {
  dir: "ltr",
  formats: "hi-IN",
  subject: "{{code}} आपका {{app.name}} कोड है",
  subjectWithoutCode: "आपका {{app.name}} कोड",
  testNotice: "टेस्ट मोड: यह संदेश Mailbox में ही रहा।",
  preheader: "{{code}} {{expires_in}} तक मान्य है। {{app.name}} से कोई भी आपसे यह कोड नहीं माँगेगा।",
  preheaderWithoutCode: "यह {{expires_in}} तक मान्य है। {{app.name}} से कोई भी आपसे यह कोड नहीं माँगेगा।",
  enterAt: "यह कोड **{{app.domain}}** पर डालें। यह सिर्फ़ एक बार, {{expires_in}} तक काम करता है।",
  enterHere: "यह कोड वहीं डालें जहाँ आपने इसे माँगा था। यह सिर्फ़ एक बार, {{expires_in}} तक काम करता है।",
  requested: "माँगने का समय: {{request.time}} UTC, {{request.date}}",
  browserOnSystem: "{{system}} पर {{browser}}",
  location: "{{request.location}} के पास",
  deviceAndLocation: "{{request.device}}, {{request.location}} के पास",
  warning: "**यह कोड किसी को न बताएँ।** {{app.name}} के कर्मचारी इसे फ़ोन, चैट या ईमेल पर कभी नहीं माँगेंगे।",
  purposes: {
    sign_in: {
      heading: "आपका साइन-इन कोड",
      opening: null,
      ignore: `${IGNORE} इसके बिना कोई साइन इन नहीं कर सकता।`,
      ignoreText: IGNORE,
    },
    sign_up: {
      heading: "आपका साइन-अप कोड",
      opening: null,
      ignore: `${IGNORE} इसके बिना कोई खाता नहीं बनता।`,
      ignoreText: IGNORE,
    },
    sign_up_existing: {
      heading: "आपका साइन-इन कोड",
      opening: "आपका खाता पहले से है; इस कोड से आप साइन इन करते हैं।",
      ignore: `${IGNORE} इसके बिना कोई साइन इन नहीं कर सकता।`,
      ignoreText: IGNORE,
    },
    step_up: {
      heading: "पुष्टि करें कि यह आप ही हैं",
      opening: null,
      ignore:
        "अगर आपने यह कोड नहीं माँगा था, तो इसे कहीं भी न डालें। हो सकता है कोई आपके खाते का इस्तेमाल कर रहा हो: अपने दूसरे डिवाइस से साइन आउट करें।",
      ignoreText: "अगर आपने यह कोड नहीं माँगा था, तो इसे कहीं भी न डालें: हो सकता है कोई आपके खाते का इस्तेमाल कर रहा हो।",
    },
    transaction: {
      heading: "आपका मंज़ूरी कोड",
      opening: "आपने जो शुरू किया है, यह कोड उसे मंज़ूर करता है।",
      ignore: "अगर आपने कुछ शुरू नहीं किया, तो यह कोड कहीं भी न डालें। इसके बिना कुछ भी मंज़ूर नहीं होता।",
      ignoreText: "अगर आपने कुछ शुरू नहीं किया, तो यह कोड कहीं भी न डालें।",
    },
    identifier: {
      heading: "इस पते की पुष्टि करें",
      opening: null,
      ignore: `${IGNORE} इसके बिना आपका पता नहीं जोड़ा जाता।`,
      ignoreText: IGNORE,
    },
  },
  text: {
    code: "{{code}} आपका {{app.name}} कोड है।",
    enterAt: "इसे {{app.domain}} पर डालें। यह सिर्फ़ एक बार, {{expires_in}} तक काम करता है।",
    enterHere: "इसे वहीं डालें जहाँ आपने इसे माँगा था। यह सिर्फ़ एक बार, {{expires_in}} तक काम करता है।",
    warning: "यह कोड किसी को न बताएँ। {{app.name}} के कर्मचारी इसे कभी नहीं माँगेंगे।",
  },
  sms: {
    full: "{{code}} आपका {{app.name}} कोड है। इसे किसी से साझा न करें।",
    short: "{{code}} आपका {{app.name}} कोड है।",
  },
  spoken: {
    code: "आपका {{app.name}} कोड है: {{code_spoken}}",
    again: "एक बार फिर, आपका कोड है: {{code_spoken}}",
    closing: "यह {{expires_in}} तक मान्य है। इसे किसी से साझा न करें। धन्यवाद।",
    digits: ["शून्य", "एक", "दो", "तीन", "चार", "पाँच", "छह", "सात", "आठ", "नौ"],
    stop: "। ",
  },
  chat: {
    code: "{{code}} आपका {{app.name}} कोड है।",
    codeFor: "{{recipient}} के लिए {{app.name}} कोड {{code}} है।",
    expiry: "यह सिर्फ़ एक बार, {{expires_in}} तक काम करता है। इसे किसी से साझा न करें।",
  },
};
