import type { UnwellReason } from "@/lib/engine/pipeline/ports";
import type { ReasonsOf } from "./reason";

const BY_ITSELF = "Nothing has to be done: the sync tries again by itself and goes on in order.";

/** Why a destination as a whole takes nothing, so that its sync stops sending for now. */
export const unwellReasons: ReasonsOf<UnwellReason> = (destination) => ({
  credentials_refused: {
    title: "Credentials refused",
    means: `${destination} does not take the stored credentials.`,
    advice: `Enter credentials that ${destination} takes. What came meanwhile is kept, and goes out then.`,
    action: "edit_credentials",
  },
  wrong_region: {
    title: "Wrong region",
    means: `The credentials belong to an account in another region of ${destination}.`,
    advice: "Choose the region in which the account lives. What came meanwhile is kept.",
    action: "change_region",
  },
  misconfigured: {
    title: "Misconfigured",
    means: `The address that is called does not answer as ${destination} does.`,
    advice:
      "Check the settings of the connection, and the address that the operator gave. What came meanwhile is kept.",
    action: "edit_settings",
  },
  throttled: {
    title: `Throttled by ${destination}`,
    means: `${destination} takes nothing at all now, because it gets too many requests.`,
    advice: `${BY_ITSELF} If it stays like this, allow it fewer requests per second.`,
    action: "edit_settings",
  },
  server_error: {
    title: `Error in ${destination}`,
    means: `${destination} answers with errors of its own.`,
    advice: BY_ITSELF,
    action: "try_now",
  },
  timeout: {
    title: "No answer in time",
    means: `${destination} does not answer in time.`,
    advice: BY_ITSELF,
    action: "try_now",
  },
  unreachable: {
    title: `${destination} unreachable`,
    means: `No connection to ${destination} comes about.`,
    advice: BY_ITSELF,
    action: "try_now",
  },
});
