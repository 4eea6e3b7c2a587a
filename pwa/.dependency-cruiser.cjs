// The floors of the app: which folder may import which.
const only = (folder, allowed) => ({
  name: `${folder}-stays-on-its-floor`,
  severity: 'error',
  from: { path: `^src/${folder}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^src/', pathNot: [folder, ...allowed].map((name) => `^src/${name}/`) },
});

module.exports = {
  forbidden: [
    only('ui', []),
    only('domain', ['wire']),
    only('i18n', []),
    only('wire', []),
    only('capture', ['domain', 'wire']),
    only('store', ['domain', 'wire']),
    only('sync', ['store', 'domain', 'wire']),
    only('actions', ['store', 'domain', 'sync', 'capture', 'wire']),
    only('screens', ['actions', 'store', 'domain', 'sync', 'capture', 'wire', 'ui', 'i18n']),
    {
      name: 'nothing-shipped-imports-the-gallery',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/gallery/' },
      to: { path: '^src/gallery/' },
    },
    {
      name: 'nothing-shipped-imports-the-fakes',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/testing/|\\.test\\.ts$' },
      to: { path: '^src/testing/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'everything-imported-exists',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(raw|url)$' },
    },
    {
      name: 'nothing-lies-unused',
      severity: 'error',
      from: { orphan: true, pathNot: '\\.d\\.ts$' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  },
};
