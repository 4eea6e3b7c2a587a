// Words of what is checked one by one in a form, in English.
export const rows = {
  'rows.add': 'Add another {what}',
  'rows.first': 'Add a {what}',
  'rows.name': '{what} {n}',
  'rows.apart': 'The name is kept apart and can be erased',
  'rows.remove': 'Remove this {what}',
  'rows.removeSure': 'Remove it with its answers',
  'rows.lacksName': 'No name yet',
  'rows.twice': 'Another one has this name; tell them apart',
  'rows.lacksOne': 'Add at least one {what}',
  'rows.full': '{n} at most',
  'rows.last': 'The {what} of last time; tap to add',
  'rows.lastAll': 'Add all ({n})',
  'rows.difference': 'worked out',
  'rows.nth': 'No. {n}',
};
