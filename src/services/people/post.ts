/**
 * «начальник управления, управление организационной работы»; a department that the post names already is left out, and
 * so is its «администрации города …»: the city stands beside it.
 */
export function postIn({ post, departmentName }: { post: string; departmentName: string | null }): string {
  const department = departmentName?.replace(/\s+администрации(\s.*)?$/iu, '') ?? '';
  return sameBeginnings(department, post) ? post : `${post}, ${department}`;
}

/** Whether each word of the department stands in the post, whatever its ending: «управление» in «начальник управления». */
function sameBeginnings(department: string, post: string): boolean {
  const stem = (word: string) => word.slice(0, Math.max(4, word.length - 3));
  const words = (text: string) => text.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  const within = words(post).map(stem);
  return words(department).every((word) => within.includes(stem(word)));
}
