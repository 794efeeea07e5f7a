"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { KeepFresh } from "@/components/usage/keep-fresh";

/** Draws the list anew every few seconds while it is on. */
export function LiveList() {
  const [on, setOn] = useState(false);
  return (
    <>
      {on ? <KeepFresh everySeconds={3} /> : null}
      <Button aria-pressed={on} onClick={() => setOn(!on)}>
        {on ? "Live: on" : "Live: off"}
      </Button>
    </>
  );
}
