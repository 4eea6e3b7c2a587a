// Schools in the order a bureau should look at them: silent, dangerous, late, then the calm ones.
import type { SchoolRow } from '../../wire/wire';

export const isSilent = (school: SchoolRow): boolean => school.inspections_7d === 0;

export function byUrgency(schools: readonly SchoolRow[]): SchoolRow[] {
  return [...schools].sort(
    (a, b) =>
      Number(isSilent(b)) - Number(isSilent(a)) ||
      b.major - a.major ||
      b.overdue - a.overdue ||
      b.open - a.open ||
      a.name.localeCompare(b.name, 'zh-CN'),
  );
}

/** The figures over the list: sums of what each school's row says, nothing else. */
export function totals(schools: readonly SchoolRow[]) {
  const sum = (key: 'open' | 'major' | 'overdue' | 'inspections_7d') =>
    schools.reduce((total, school) => total + school[key], 0);
  return {
    schools: schools.length,
    silent: schools.filter(isSilent).length,
    open: sum('open'),
    major: sum('major'),
    overdue: sum('overdue'),
    overdueSchools: schools.filter(({ overdue }) => overdue > 0).length,
    inspections: sum('inspections_7d'),
  };
}
