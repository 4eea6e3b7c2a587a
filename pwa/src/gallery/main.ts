// Shows every piece of the kit in every state, for those who build and judge screens; never shipped.
import { createApp } from 'vue';
import { createRouter, createWebHashHistory } from 'vue-router';
import { allIcons } from '../ui/icons';
import GalleryApp from './GalleryApp.vue';

// Addresses: gallery.html#/form?theme=dark&text=huge
const router = createRouter({
  history: createWebHashHistory(),
  routes: [{ path: '/:page*', component: GalleryApp }],
});

void allIcons().then(() => createApp(GalleryApp).use(router).mount('#app'));
