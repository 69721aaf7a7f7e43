// Prometheus' HTTP API, as far as a dashboard needs it.
const seconds = (time) => time.valueOf() / 1000;

// Once more if it breaks off: Chromium ends all requests when a network
// interface of the machine comes or goes.
const get = (address) => fetch(address).catch(() => fetch(address));

async function ask(path, parameters) {
  const response = await get(
    `/api/v1/${path}?${new URLSearchParams(parameters)}`
  );
  const text = await response.text();
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    const start = text.slice(0, 200);
    throw new Error(`Prometheus: HTTP ${response.status}: ${start}`);
  }
  if (document.status !== 'success') throw new Error(document.error);
  return document.data;
}

// The series at one time: [{ metric: labels, values: [[time, text]] }].
export async function queryAt(query, time) {
  const { resultType, result } = await ask('query', {
    query,
    time: seconds(time),
  });
  if (resultType !== 'vector') {
    throw new Error(`a ${resultType} cannot be drawn`);
  }
  return result.map(({ metric, value }) => ({ metric, values: [value] }));
}

// The series over a range, at multiples of `step` milliseconds.
export async function queryRange(query, { from, to }, step) {
  const aligned = (time) => (Math.floor(time.valueOf() / step) * step) / 1000;
  const { result } = await ask('query_range', {
    query,
    start: aligned(from),
    end: aligned(to),
    step: step / 1000,
  });
  return result;
}

export const labelValues = (label, selector, { from, to }) =>
  ask(`label/${label}/values`, {
    'match[]': selector,
    start: seconds(from),
    end: seconds(to),
  });

// A duration of PromQL.
export const durationText = (milliseconds) =>
  `${Math.round(milliseconds / 1000)}s`;
