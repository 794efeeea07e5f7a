export type Tone = "neutral" | "good" | "danger" | "warn" | "info";
