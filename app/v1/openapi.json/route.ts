import { env } from "@/lib/platform/env";
import { API_CALLS } from "@/lib/web/api/calls";
import { describeApi } from "@/lib/web/api/open-api";
import { methods } from "@/lib/web/methods";
import { json } from "@/lib/web/route";
import { version } from "@/package.json";

/** The description is no secret: it is the same for everybody, and in the repository. */
const describe = async () => json(describeApi(API_CALLS, env().publicUrl, version));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: describe });
