/** Who in a city can be told about its questionnaire. */
export interface CityPeople {
  cityId: number;
  cityName: string;
  /** Posts of heads of departments; `personId` of a holder who can be reached, else null. */
  heads: readonly { seatId: number; personId: number | null }[];
  /** Coordinators of the city who can be reached. */
  coordinators: readonly number[];
}

/** Who answers unless somebody is named: the only head of a department; of several, nobody is guessed. */
export function onlyRespondent(city: CityPeople): number | null {
  const [head, ...others] = city.heads;
  return head && others.length === 0 ? head.seatId : null;
}

/** Whom a matter of the city's questionnaire concerns. `respondent`: he answers; `coordinator`: stands in while nobody can. */
export interface Recipient {
  personId: number;
  role: 'respondent' | 'coordinator';
}

/** The respondent where he can be reached, else the city's coordinators; empty: nobody can be told. */
export function recipientsOf(city: CityPeople, respondentSeatId: number | null): Recipient[] {
  const respondent = city.heads.find(({ seatId }) => seatId === respondentSeatId);
  if (respondent && respondent.personId !== null)
    return [{ personId: respondent.personId, role: 'respondent' }];
  return [...new Set(city.coordinators)].map((personId) => ({ personId, role: 'coordinator' }));
}

/** What a campaign's opening (or another step) will tell to whom, in figures. */
export interface Audience {
  /** Different people who get at least one notice. */
  people: number;
  /** Cities in which somebody gets one. */
  cities: number;
  /** Cities in which only the coordinator can be told: there he names or invites the respondent. */
  unnamed: string[];
  /** Cities in which nobody can be told yet. */
  silent: string[];
}

export function audienceOf(
  cities: readonly { city: CityPeople; respondentSeatId: number | null }[],
): Audience {
  const told = cities.map(({ city, respondentSeatId }) => ({
    city,
    recipients: recipientsOf(city, respondentSeatId),
  }));
  const names = (some: typeof told): string[] => some.map(({ city }) => city.cityName);
  return {
    people: new Set(told.flatMap(({ recipients }) => recipients.map(({ personId }) => personId))).size,
    cities: told.filter(({ recipients }) => recipients.length > 0).length,
    unnamed: names(told.filter(({ recipients }) => recipients[0]?.role === 'coordinator')),
    silent: names(told.filter(({ recipients }) => recipients.length === 0)),
  };
}
