"use client";

import { usePathname, useRouter } from "next/navigation";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  useTransition,
} from "react";
import { toast } from "sonner";
import { useMay } from "@/components/shell/rights";
import { Button } from "@/components/ui/controls/button";
import { useWhenIdle } from "@/components/ui/use-when-idle";

const EditModeContext = createContext({
  edit: () => {},
  prepare: () => {},
  isPending: false,
  wasLeft: false,
});

export interface LeaveForm {
  /** Back to the view with nothing changed. */
  readonly onCancel: () => void;
  /** Back to the view, read again. */
  readonly onSaved: () => void;
}

interface EditModeProps<Loaded> {
  readonly view: ReactNode;
  /** Fetches the form's code ahead of time. */
  readonly warm: () => Promise<unknown>;
  /** The form's code and what it needs to know; rejects with the reason in words. */
  readonly load: () => Promise<Loaded>;
  /** A link led here to edit. */
  readonly startsEditing: boolean;
  readonly children: (loaded: Loaded, leave: LeaveForm) => ReactNode;
}

/** The view until its EditButton is pressed. The form's code is no part of the page: it is fetched when idle. */
export function EditMode<Loaded>(props: EditModeProps<Loaded>) {
  const { load, startsEditing } = props;
  const router = useRouter();
  const pathname = usePathname();
  const loading = useRef<Promise<Loaded> | null>(null);
  const [loaded, setLoaded] = useState<{ readonly value: Loaded } | null>(null);
  const [wasLeft, setLeft] = useState(false);
  const [isPending, startTransition] = useTransition();
  useWhenIdle(props.warm);

  const prepare = (): Promise<Loaded> => {
    loading.current ??= load();
    loading.current.catch(() => {});
    return loading.current;
  };
  const edit = () =>
    startTransition(async () => {
      try {
        const value = await prepare();
        startTransition(() => setLoaded({ value }));
      } catch (error) {
        toast.error(error instanceof Error ? error.message : "The form could not be loaded.");
      } finally {
        loading.current = null;
      }
    });
  const onCancel = () => {
    setLeft(true);
    setLoaded(null);
  };
  const onSaved = () =>
    startTransition(() => {
      router.refresh();
      onCancel();
    });

  const followLink = useEffectEvent(() => {
    edit();
    router.replace(pathname, { scroll: false });
  });
  useEffect(() => {
    if (startsEditing) followLink();
  }, [startsEditing]);

  return (
    <EditModeContext value={{ edit, prepare, isPending, wasLeft }}>
      {loaded === null ? props.view : props.children(loaded.value, { onCancel, onSaved })}
    </EditModeContext>
  );
}

/** For those who may: begins to edit; what the form needs is fetched as soon as it is pointed at. */
export function EditButton() {
  const { edit, prepare, isPending, wasLeft } = useContext(EditModeContext);
  if (!useMay("destinations:write")) return null;
  return (
    <Button
      kind="primary"
      isPending={isPending}
      autoFocus={wasLeft}
      onPress={edit}
      onHoverStart={prepare}
    >
      Edit
    </Button>
  );
}

/** The form was saved, and the view is being read again. */
export const useIsLeaving = (): boolean => useContext(EditModeContext).isPending;
