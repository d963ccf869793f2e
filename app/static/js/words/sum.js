// The sum of the picked units in a line: the server's presenters.sum_line.
import { config } from "../core/config.js";
import { rate, whole } from "../core/format.js";
import { t } from "../core/i18n.js";
import { periodOf } from "../core/periods.js";
import { measureOf, listedOf, total } from "../values/counts.js";
import { unitOf } from "../values/people.js";
import { namedSum, pickedOf, sumOf, sumValue, withoutPeople } from "../values/picked.js";
import { byEstimate } from "./doubt.js";
import { countTexts } from "./figures.js";
import { asMean } from "./ranges.js";
import { now, then } from "./view.js";

/** @import { Unit } from "../config" */
/** @import { Counts, State } from "../types" */

const MOST_NAMED = 4;
const LISTED_FIRST = 3;

/** @param {Unit[]} units */
const joined = (units) => units.map(({ name }) => name).join(" + ");

/** The names of the picked units; of many the first, and how many there are. @param {State} state */
export function sumName(state) {
  const units = pickedOf(state);
  if (units.length <= MOST_NAMED) return joined(units);
  const names = joined(units.slice(0, LISTED_FIRST));
  return t("%(names)s and more, %(count)s in all", { names, count: whole(units.length) });
}

/** The counts of the sum as texts. @param {State} state @param {Counts | null} before */
export const sumTexts = (state, before) => countTexts(sumOf(state), before);

/** @param {State} state */
function named(state) {
  if (!config.named) return "";
  const { best, events } = namedSum(state);
  const values = { deaths: whole(best), events: whole(events) };
  return state.named === "with"
    ? t("Of these only named, not placed: %(deaths)s deaths, %(events)s events.", values)
    : t("Named but not placed: %(deaths)s deaths, %(events)s events.", values);
}

/** @param {State} state */
function missing(state) {
  const { best, events } = total(config.level, state, "not_allocated", periodOf(state));
  if (!events) return "";
  return t("In all of Mali not allocated: %(deaths)s deaths, %(events)s events.", {
    deaths: whole(best),
    events: whole(events),
  });
}

/** @param {State} state */
function rateOf(state) {
  const measure = measureOf(state.measure);
  if (listedOf(measure)) return "";
  const unknown = withoutPeople(state);
  if (unknown.length) {
    const units = unknown.slice(0, LISTED_FIRST).map(({ name }) => name).join(", ");
    return t("No rate: people not known of %(units)s.", { units });
  }
  const unit = asMean(byEstimate(unitOf(measure, state), measure, state), periodOf(state));
  const values = { value: rate(sumValue(state), measure.decimals, Boolean(state.from)), unit };
  return state.from
    ? t("Change of their rate: %(value)s %(unit)s.", values)
    : t("Their rate: %(value)s %(unit)s.", values);
}

/**
 * The picked units and the period, their counts added up, what is named and not placed, what has no unit, their rate.
 * @param {State} state
 * @param {Counts | null} before
 */
export function sumLine(state, before) {
  const when = before ? `${then(state)} → ${now(state)}` : now(state);
  const sum = sumOf(state);
  if (sum.events == null || (before && before.events == null)) {
    return t("%(units)s, %(when)s: no data.", { units: sumName(state), when });
  }
  const [best, range, events, civilians] = countTexts(sum, before);
  const said = t("%(units)s, %(when)s: %(best)s deaths (%(range)s), %(events)s events, %(civilians)s civilians.", {
    units: sumName(state), when, best, range, events, civilians,
  });
  return [said, named(state), missing(state), rateOf(state)].filter(Boolean).join(" ");
}
