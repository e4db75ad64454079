import { listAllProjects } from "@/lib/web/api/project-calls";
import { methods } from "@/lib/web/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listAllProjects });
