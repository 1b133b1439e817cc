import { expect, test } from "vitest";
import { NEW_RATING, ordinal, ratingsAfter } from "../scoring/rating.ts";

test("a newcomer's ordinal is 0", () => {
  expect(ordinal(NEW_RATING)).toBeCloseTo(0, 12);
});

test("the winner of two newcomers gains what the loser loses", () => {
  // By hand: variance 69.4544 + 0.01, c² = 2 (69.4544 + 49), each chance 1/2; the winner's omega is 1 − 1/2.
  const variance = (25 / 3) ** 2 + 0.01;
  const c = Math.sqrt(2 * (variance + 49));
  const [winner, loser] = ratingsAfter([NEW_RATING, NEW_RATING], [0.2, 0.1]);
  expect(winner!.mu).toBeCloseTo(25 + (variance / c) * 0.5, 10);
  expect(loser!.mu).toBeCloseTo(25 - (variance / c) * 0.5, 10);
  expect(winner!.sigma).toBeLessThan(NEW_RATING.sigma);
});

test("equal results leave equal players equal", () => {
  const ratings = ratingsAfter([NEW_RATING, NEW_RATING, NEW_RATING], [1, 1, 1]);
  for (const { mu } of ratings) expect(mu).toBeCloseTo(25, 10);
});

test("the order of the players makes no difference", () => {
  const players = [
    { mu: 30, sigma: 5 },
    { mu: 20, sigma: 8 },
    { mu: 25, sigma: 2 },
  ];
  const results = [3, 1, 2];
  const there = ratingsAfter(players, results);
  const back = ratingsAfter([...players].reverse(), [...results].reverse());
  [...back].reverse().forEach((rating, i) => {
    expect(rating.mu).toBeCloseTo(there[i]!.mu, 10);
    expect(rating.sigma).toBeCloseTo(there[i]!.sigma, 10);
  });
});

test("whoever always wins rises above 0 for certain, whoever always loses falls below", () => {
  let players = [NEW_RATING, NEW_RATING, NEW_RATING];
  for (let game = 0; game < 10; game++) players = [...ratingsAfter(players, [3, 2, 1])];
  const [first, second, third] = players.map(ordinal);
  expect(first!).toBeGreaterThan(second!);
  expect(second!).toBeGreaterThan(third!);
  expect(first!).toBeGreaterThan(5);
  expect(third!).toBeLessThan(0);
});

test("a loss that is no number ranks last and spoils nobody's rating", () => {
  const ratings = ratingsAfter([NEW_RATING, NEW_RATING], [0.1, Number.NEGATIVE_INFINITY]);
  expect(ratings.every(({ mu, sigma }) => Number.isFinite(mu) && Number.isFinite(sigma))).toBe(
    true,
  );
  expect(ratings[1]!.mu).toBeLessThan(25);
});
