// Addresses of the desk: what the safety office, the leaders and the bureau do at a large screen.
import type { RouteRecordRaw } from 'vue-router';

export const deskRoutes: RouteRecordRaw[] = [];
