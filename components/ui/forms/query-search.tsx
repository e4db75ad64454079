"use client";

import { useEffect, useState } from "react";
import { useQuery } from "@/components/ui/use-query";
import { SearchField } from "./search-field";

const TYPING_MS = 200;

interface QuerySearchProps {
  readonly name: string;
  readonly label: string;
  readonly resets?: readonly string[];
  readonly className?: string;
}

/** A search field whose text lives in the address; `resets` are parameters that a new search clears. */
export function QuerySearch({ name, label, resets = [], className }: QuerySearchProps) {
  const query = useQuery();
  const current = query.read(name);
  const [text, setText] = useState(current);
  useEffect(() => {
    if (text === current) return;
    const cleared = Object.fromEntries(resets.map((each) => [each, ""]));
    const timer = setTimeout(() => query.set({ ...cleared, [name]: text }), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <SearchField
      label={label}
      value={text}
      onChange={setText}
      {...(className === undefined ? {} : { className })}
    />
  );
}
