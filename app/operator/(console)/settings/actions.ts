"use server";

import { refresh } from "next/cache";
import type { SaveState } from "@/components/operator/form-states";
import { updateSystemSettings } from "@/lib/configuration";
import { UpdateSystemBody } from "@/lib/configuration/contract";
import { BOUND_NAMES } from "@/lib/settings";
import { requireOperator } from "../../access";
import { numberOf, refusalOf, text } from "../form";

/** Saves what holds for all customers, on the version that the form was drawn from. */
export async function saveSystem(state: SaveState, form: FormData): Promise<SaveState> {
  const { deps, asking } = await requireOperator();
  try {
    const settings = {
      sign_ups: text(form, "sign_ups"),
      default_plan: text(form, "default_plan"),
      mailbox_per_hour: numberOf(text(form, "mailbox_per_hour")),
      mailbox_per_environment_hour: numberOf(text(form, "mailbox_per_environment_hour")),
      sms_installation_cap_cents: numberOf(text(form, "sms_installation_cap_cents")),
      announcement: text(form, "announcement") || null,
      bounds: Object.fromEntries(BOUND_NAMES.flatMap((name) => boundOf(form, name))),
    };
    await updateSystemSettings(
      deps,
      asking,
      UpdateSystemBody.parse({ version: Number(text(form, "version")), settings }),
    );
    refresh();
    return { saved: state.saved + 1, message: null, fields: {} };
  } catch (error) {
    const { code, message, fields } = refusalOf(error, (path) => path.slice(1).join("."));
    if (code === "conflict")
      return refused(state, "Somebody else has changed the settings. Reload the page, and look.");
    return refused(
      state,
      Object.keys(fields).length > 0 ? "Nothing was saved. Look at what is marked." : message,
      fields,
    );
  }
}

function refused(state: SaveState, message: string, fields: SaveState["fields"] = {}): SaveState {
  return { saved: state.saved, message, fields };
}

/** The ends that the form narrows; an empty one is the product's. */
function boundOf(form: FormData, name: string): [string, { min?: number | null; max?: number | null }][] {
  const min = text(form, `bounds.${name}.min`);
  const max = text(form, `bounds.${name}.max`);
  if (min === "" && max === "") return [];
  return [[name, { ...(min !== "" && { min: numberOf(min) }), ...(max !== "" && { max: numberOf(max) }) }]];
}
