// The pages of the gallery by the name in their address.
import type { Component } from 'vue';
import BasicsPage from './BasicsPage.vue';
import DeskPage from './DeskPage.vue';
import FieldsPage from './FieldsPage.vue';
import FormPage from './FormPage.vue';
import HazardPage from './HazardPage.vue';
import OverviewPage from './OverviewPage.vue';
import ReceiptPage from './ReceiptPage.vue';
import SyncPage from './SyncPage.vue';
import TodayPage from './TodayPage.vue';

export const pages: Record<string, Component> = {
  basics: BasicsPage,
  desk: DeskPage,
  fields: FieldsPage,
  form: FormPage,
  hazard: HazardPage,
  overview: OverviewPage,
  receipt: ReceiptPage,
  sync: SyncPage,
  today: TodayPage,
};
