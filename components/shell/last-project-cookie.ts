export const LAST_PROJECT_COOKIE = "tributary-project";
