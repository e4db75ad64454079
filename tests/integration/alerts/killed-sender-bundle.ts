import { alertPorts } from "@/lib/admin/alerts/alert-ports";
import { sendDue } from "@/lib/admin/alerts/send-due";
import { contextFor } from "@/lib/admin/verb/context-for";

// Stands for a worker that is killed while it sends.

await sendDue(contextFor({ kind: "system" }), alertPorts(), new AbortController().signal);
process.exit(0);
