import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { getProject } from "@/lib/admin/projects/get-project";
import { actorName, type Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import { AppError } from "@/lib/kernel/errors";
import {
  type AlertChannel,
  CHANNEL_KINDS,
  newSigningKey,
  sealChannel,
  toAlertChannel,
} from "./alert-channel";
import { type AlertPorts, alertPorts } from "./alert-ports";
import { NO_MAIL_SERVER } from "./send-message";

/** Addresses of RFC 5321 have 254 characters. */
const EMAIL_CHARACTERS_MAX = 254;
const URL_CHARACTERS_MAX = 2_000;
/** Each of them is told of every alert. */
const CHANNELS_MAX = 20;

const addChannelInput = z
  .object({
    projectId: projectIdSchema,
    kind: z.enum(CHANNEL_KINDS),
    /** An e-mail address, or the address to post to. */
    target: z.string().trim().max(URL_CHARACTERS_MAX),
    onlyCritical: z.boolean().default(false),
  })
  .superRefine(({ kind, target }, issues) => {
    const error = kind === "email" ? emailFault(target) : urlFault(target);
    if (error !== null) issues.addIssue({ code: "custom", path: ["target"], message: error });
  });

const emailFault = (target: string): string | null =>
  z.email().max(EMAIL_CHARACTERS_MAX).safeParse(target).success
    ? null
    : "must be one e-mail address, such as ops@example.com";

function urlFault(target: string): string | null {
  if (!/^https?:\/\//.test(target) || !URL.canParse(target)) {
    return "must be an https:// address";
  }
  const { username, password } = new URL(target);
  return username === "" && password === ""
    ? null
    : "must not have a user and a password: what is sent is signed";
}

/** The channel, and for a webhook the key that its messages are signed with: it is shown this once. */
export interface AddedChannel {
  readonly channel: AlertChannel;
  readonly signingKey: string | null;
}

export async function addChannel(
  ctx: Context,
  rawInput: z.input<typeof addChannelInput>,
  { sendMail }: Pick<AlertPorts, "sendMail"> = alertPorts(),
): Promise<AddedChannel> {
  requirePerson(ctx, "alerts:write");
  const { projectId, kind, target, onlyCritical } = parseInput(addChannelInput, rawInput);
  requireIn(ctx, "alerts:write", projectId);
  await getProject(ctx, { projectId });
  if (kind === "email" && sendMail === null) {
    throw new AppError("conflict", NO_MAIL_SERVER, [
      { field: "target", message: NO_MAIL_SERVER, code: "no_mail_server" },
    ]);
  }
  const key = newSigningKey();
  const shown = kind === "email" ? target : new URL(target).host;
  return ctx.db.$transaction(async (tx) => {
    if ((await tx.alertChannel.count({ where: { projectId } })) >= CHANNELS_MAX) {
      throw new AppError("conflict", `A project has at most ${CHANNELS_MAX} channels: remove one`);
    }
    const { id } = await tx.alertChannel.create({
      data: {
        projectId,
        kind,
        target: shown,
        onlyCritical,
        secrets: new Uint8Array(),
        createdBy: actorName(ctx.actor),
      },
    });
    const secrets =
      kind === "email" ? new Uint8Array() : sealChannel(ctx, id, { url: target, key });
    const row = await tx.alertChannel.update({ where: { id }, data: { secrets } });
    await writeAudit(tx, ctx, {
      action: "alerts.channel_added",
      projectId,
      target: shown,
      details: { kind },
    });
    const [channel] = toAlertChannel(row);
    if (channel === undefined) throw new Error(`Channel ${id} is of no known kind`);
    return { channel, signingKey: kind === "webhook" ? key : null };
  });
}
