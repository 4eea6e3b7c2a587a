// Words of the second signature on a form, in English.
export const countersign = {
  'countersign.title': 'Countersign',
  'countersign.today': 'Checks waiting for your signature: {n}',
  'countersign.about': 'These forms want two signatures. Open each, then sign them together.',
  'countersign.from': '{who} · {time}',
  'countersign.together': 'Countersign the {n} you opened',
  'countersign.openFirst': 'Open each first to see what it says',
  'countersign.opened': 'Opened',
  'countersign.sentence': 'I countersign the check by {who}: {items}, {result}.',
  'countersign.sentenceAll': 'I countersign these {n} checks: {list}.',
  'countersign.each': '{place} ({items}, {result})',
  'countersign.emptyTitle': 'Nothing waits for your signature',
  'countersign.emptyText':
    'Checks that want two signatures are listed here once they are handed in.',
  'countersign.waits': 'Second signature missing',
  'countersign.here': 'You have countersigned; not with the server yet',
  'countersign.own': 'Waits for a colleague to countersign in their own account',
  'countersign.second': 'Second signature',
  'countersign.by': '{name} · {time}',
  'countersign.atPoint': 'Checks here that wait for a second signature',
  'countersign.releasedTitle': 'This one counts because it was released',
  'countersign.released': '{why} Released by {who}, {when}: {reason}',
  'countersign.record': 'Check',
  'countersign.gone': 'This check is not here',
  'countersign.summary': 'The answers could not be fetched; this is the summary',
  'countersign.hidden':
    'The answers are for the safety office and the leaders; this is the summary',
};
