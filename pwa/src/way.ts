// The way through one inspection, brought into memory for phones that keep no files of the app.
export const loadWay = () =>
  Promise.all([
    import('./screens/scan/ScanScreen.vue'),
    import('./screens/scan/PointScreen.vue'),
    import('./screens/form/SignInspection.vue'),
    import('./screens/camera/CameraSheet.vue'),
    import('./screens/receipt/ReceiptScreen.vue'),
    import('./screens/sync/SyncScreen.vue'),
    import('./actions/export-rescue'),
  ]);
