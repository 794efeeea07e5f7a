import { environmentPath } from "@/components/frame/paths";
import type { GoLiveStep } from "@/lib/customers/customer-contract";

export type GoLiveStepRow = { step: GoLiveStep; title: string; hint: string; path: string };

/** What leads to live, in the order in which most do it, and where each is done. */
export function goLiveSteps(project: string): GoLiveStepRow[] {
  const live = (page: Parameters<typeof environmentPath>[2]) => environmentPath(project, "live", page);
  return [
    {
      step: "test_code",
      title: "Ask for a code in test",
      hint: "With a test key, or with the button above in test.",
      path: environmentPath(project, "test", "overview"),
    },
    {
      step: "brand",
      title: "Make the messages yours",
      hint: "Your logo, colour or support address, or templates of your own.",
      path: `${live("settings")}/brand`,
    },
    {
      step: "provider",
      title: "Have a provider that carries live codes",
      hint: "This installation has none for you: add an account of yours.",
      path: live("providers"),
    },
    {
      step: "domain",
      title: "Send email from your own domain",
      hint: "People know it, and more mail arrives.",
      path: live("domains"),
    },
    {
      step: "origins",
      title: "List the origins of your web app",
      hint: "Only where a browser calls with a publishable key.",
      path: `${live("settings")}/origins`,
    },
    { step: "key", title: "Create a live key", hint: "Test keys do nothing in live.", path: live("keys") },
    {
      step: "webhook",
      title: "Be told of what happens",
      hint: "Optional: a webhook endpoint of your server.",
      path: live("webhooks"),
    },
    {
      step: "live_code",
      title: "Ask for the first code in live",
      hint: "It goes out for real: start with an address of your own.",
      path: live("overview"),
    },
  ];
}
