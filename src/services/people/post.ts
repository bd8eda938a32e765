/**
 * «начальник управления, управление организационной работы»; a department that the post names already is left out, and
 * so is its «администрации города …»: the city stands beside it.
 */
export function postIn({ post, departmentName }: { post: string; departmentName: string | null }): string {
  const department = departmentName?.replace(/\s+администрации(\s.*)?$/iu, '') ?? '';
  return sameBeginnings(department, post) ? post : `${post}, ${department}`;
}

/**
 * The same with where it is; the association is left out behind «координатор Ассоциации».
 * @param association what the association is called: its posts have no city
 */
export function postAt(
  seat: { post: string; departmentName: string | null; cityName: string | null },
  association: string,
): string {
  const place = seat.cityName ?? (sameBeginnings(association, seat.post) ? '' : association);
  return [postIn(seat), place].filter(Boolean).join(', ');
}

/** Whether each word of the department stands in the post, whatever its ending: «управление» in «начальник управления». */
function sameBeginnings(department: string, post: string): boolean {
  const words = (text: string) => text.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  const within = words(post);
  return words(department).every((word) => within.some((other) => sameWord(word, other)));
}

/** In another case: «организационное» and «организационного», but not «отдел» and «отделение». */
function sameWord(one: string, other: string): boolean {
  if (one === other) return true;
  const shorter = Math.min(one.length, other.length);
  let common = 0;
  while (common < shorter && one[common] === other[common]) common += 1;
  return common >= Math.max(4, shorter - 3) && Math.abs(one.length - other.length) <= 3;
}
