import type { Random } from './random.ts';

const firstNames =
  'Aksel Alma Amira Anders Astrid Birgit Bjarne Camilla Christian Dorte Ebbe Elin Emil Esther Flemming Freja Gitte Gunnar Hanne Hassan Helle Henrik Ida Inger Jakob Jette Johan Jonas Kamal Karen Kasper Kirsten Kurt Lars Lene Line Lise Mads Maja Malene Marie Martin Merete Mikkel Mona Morten Nadia Niels Ole Oskar Palle Pernille Peter Pia Rasmus Rikke Sanne Signe Simon Sofie Stig Susanne Svend Søren Tanja Thea Thomas Tina Tove Troels Ulla Vibeke Viggo Yasmin Øjvind Åse'.split(
    ' ',
  );
const lastNames =
  'Andersen Bach Bertelsen Bisgaard Bruun Christensen Clausen Dahl Demir Eriksen Frandsen Gade Hansen Henriksen Iversen Jakobsen Jeppesen Jessen Johansen Juhl Jørgensen Kjær Knudsen Kristensen Larsen Lassen Lauridsen Madsen Mikkelsen Mortensen Møller Nguyen Nygaard Olesen Olsen Overgaard Pedersen Poulsen Rasmussen Ravn Schmidt Skov Sommer Steffensen Thomsen Toft Villadsen Vinther Winther Yilmaz Østergaard Aagaard'.split(
    ' ',
  );

/** A Danish name; `taken` keeps names apart. */
export function newName(random: Random, taken: Set<string>): string {
  for (;;) {
    const middle = taken.size > 2000 ? ` ${random.pick(lastNames)}` : '';
    const name = `${random.pick(firstNames)}${middle} ${random.pick(lastNames)}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

/** `Søren Kjær` → `soeren.kjaer@…`. */
export const emailOf = (name: string, domain: string): string =>
  `${name.toLowerCase().replaceAll('æ', 'ae').replaceAll('ø', 'oe').replaceAll('å', 'aa').replaceAll(' ', '.')}@${domain}`;
