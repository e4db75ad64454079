"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/controls/icon-button";
import { TextField, type TextFieldProps } from "./text-field";

/** A text field that hides what is typed until asked. */
export function PasswordField(props: Omit<TextFieldProps, "type" | "after" | "rows">) {
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      type={shown ? "text" : "password"}
      inside
      after={
        <IconButton
          size="sm"
          label={shown ? `Hide ${props.label}` : `Show ${props.label}`}
          onPress={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden size={16} /> : <Eye aria-hidden size={16} />}
        </IconButton>
      }
    />
  );
}
