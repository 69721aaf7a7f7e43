// How Grafana's heat map chooses the colors of cells and the labels of rows.

// The least and the largest of the counts that are shown, which are above
// `hidden`. Undefined if there are none.
export function boundsOf(counts, hidden = -Infinity) {
  const shown = counts.filter((count) => count !== null && count > hidden);
  if (shown.length === 0) return undefined;
  return {
    least: shown.reduce((a, b) => Math.min(a, b)),
    most: shown.reduce((a, b) => Math.max(a, b)),
  };
}

// Which of so many colors a count has: 0 is that of the least.
export const shadeOf = (count, { least, most }, colors) =>
  Math.min(
    colors - 1,
    Math.floor((colors * (count - least)) / (most - least || 1))
  );

// Which of so many labels fit on an axis of a panel that high, lowest first.
export function labelsThatFit(count, height) {
  let labels = Array.from({ length: count }, (_, index) => index);
  if (height < 60) return [labels[0], labels.at(-1)];
  while (labels.length > 3 && (height - 15) / labels.length < 10) {
    labels = labels.filter((_, index) => index % 2 === 0);
  }
  return labels;
}
