"use client";

import { useEffect, useRef } from "react";
import { useToast } from "./toast";

/** Says that a form was saved, each time that it was: `saved` counts them, so that the same answer twice is told twice. */
export function useSavedToast(saved: number, title: string): void {
  const toast = useToast();
  const told = useRef(0);

  useEffect(() => {
    if (saved === told.current) return;
    told.current = saved;
    toast({ title });
  }, [saved, title, toast]);
}
